import { WebSocket } from 'ws'

/** Browsers have one, Node only from 22 on. `ws` throws an error that nobody listens to, which theirs do not. */
export class BrowserSocket extends WebSocket {
  constructor(address: string) {
    super(address)
    this.on('error', () => {})
  }
}
