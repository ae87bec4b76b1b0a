/** Something that whoever runs the server can mend. Its message says what is wrong and what to do; it is printed alone, without a trace. */
export class OperatorFault extends Error {
  override readonly name = 'OperatorFault'
  /** With which the command ends. */
  readonly exitCode: number
  constructor(message: string, { exitCode = 1, ...options }: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options)
    this.exitCode = exitCode
  }
}
