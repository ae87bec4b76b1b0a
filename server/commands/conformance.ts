/** `kefu conformance`: lets the public test suites of Socket.IO's and Engine.IO's protocols at our socket stack. */

import { startConformance } from '../gateway/conformance.ts'
import { OperatorFault } from '../operator-fault.ts'
import { print, type Command } from './command.ts'

export const conformanceCommand: Command = {
  usage: 'conformance [--port 3000]',
  summary: 'for development: echo to the public Socket.IO and Engine.IO protocol test suites',
  options: { port: { type: 'string' } },
  async run(given) {
    const port = Number(given.text('port') ?? 3000)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new OperatorFault('--port is no port, for example: --port 3000')
    const started = await startConformance(port).catch((error: unknown) => {
      throw new OperatorFault(`Port ${port} cannot be listened on.`, { cause: error })
    })
    print(`Echoing on http://localhost:${started.port}/socket.io/ and /engine.io/ until it is stopped.`)
  },
}
