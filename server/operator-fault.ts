/** Something that whoever runs the server can mend. Its message says what is wrong and what to do; it is printed alone, without a trace. */
export class OperatorFault extends Error {
  override readonly name = 'OperatorFault'
}
