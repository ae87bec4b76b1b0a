/**
 * Socket.IO's `Socket` without what the widget never asks of it. It asks for the handshake, for requests that are acknowledged in time or rejected, and for
 * whatever event comes; under it is `widget/carrier.ts` in place of the `Manager`, and packets are those of `shared/parser.ts`. Cut are what is kept to be
 * sent later (the outbox does that, by other rules), other namespaces, attachments, events that the server wants acknowledged, listeners by the names of
 * events, and the recovery of Socket.IO's own. The package would bring all of its client along, because it hangs everything on one function.
 *
 * As with Preact, every cut must find what it cuts, and a use of what is missing fails the build. `widget/connection.test.ts` runs with the whole of it and
 * with what is left, against a real server.
 */

import { join } from 'node:path'
import type { Plugin } from 'vite'
import { cutOut, installed, type Cut, type Cuts } from './cuts.ts'

const SOCKET = 'socket.io-client/build/esm/socket.js'
const EMITTER = '@socket.io/component-emitter/lib/esm/index.js'

/** Whole methods, and getters, of the class. */
const methods = (names: string): Cut[] =>
  names.split(' ').map((name): Cut => [new RegExp(`^    (?:get )?${name}\\(.*\\) \\{\\n[^]*?^    \\}\\n`, 'm')])
/** Those of the emitter, under all their names; the last one is given. */
const emitterMethods = (names: string): Cut[] =>
  names
    .split(' ')
    .map((name): Cut => [new RegExp(`(?:^Emitter\\.prototype\\.\\w+ =\\n)*^Emitter\\.prototype\\.${name} = function[^]*?\\n\\};\\n`, 'm')])

const CUTS: Cuts = {
  [SOCKET]: [
    [/const RESERVED_EVENTS = [^;]*;\n/],
    [/ {8}if \(RESERVED_EVENTS\.[^]*?\n {8}\}\n/],
    // What is kept: sent later, sent again, received too early, recovered.
    ...methods('_addToQueue _drainQueue emitBuffered'),
    [/ {8}this\.(?:receiveBuffer|sendBuffer|_queue) = \[\];\n/g],
    [/ {8}this\._queueSeq = 0;\n/],
    [/ {8}this\.recovered = false;\n/],
    [/ {8}if \(this\._opts\.retries && [^]*?\n {8}\}\n/],
    [/ {12}for \(let i = 0; i < this\.sendBuffer[^]*?\n {12}\}\n/],
    [/ {12}const isBuffered = .*\n {12}if \(!isBuffered\) \{([^]*?)\n {12}\}\n/, '$1'],
    [/this\._pid\s*\? Object[^\n]*\s*: data/, 'data'],
    [/ {8}if \(this\._pid && [^]*?\n {8}\}\n/],
    [/ {8}this\.(?:recovered|_pid) = .*\n/g],
    [/ {8}this\.emitBuffered\(\);\n {8}this\._drainQueue\(true\);\n/],
    // It is asked for an event only while it is connected, always with an acknowledgement, and all in the same way.
    [/ {8}if \("function" === typeof args[^\n]*\n([^]*?)\n {8}\}\n/, '$1'],
    [
      [' '.repeat(8) + 'const isTransportWritable', ' '.repeat(8) + 'return this;\n    }\n    /**\n     * @private'],
      'this.packet(packet);\n',
    ],
    [/ {8}packet\.options\b.*\n/g],
    [/ {8}this\.flags = \{\};\n/],
    [/ {8}const timeout = [^]*?\n {8}\}\n/],
    [/\}, timeout\);/, '}, this._opts.ackTimeout);'],
    [/ {8}var _a(?:, _b, _c)?;\n/g],
    [/ {8}(?:    )?fn\.withError = true;\n/g],
    [/if \(ack\.withError\) \{([^}]*)\}/g, '$1'],
    ...methods('compress volatile timeout send'),
    // Settings: `auth`, a function, and `ackTimeout`.
    [/ {8}if \(opts && opts\.auth\) \{([^}]*)\}\n/, '$1'],
    [/Object\.assign\(\{\}, opts\)/, 'opts'],
    [/ {8}if \(typeof this\.auth == "function"\) \{([^]*?)\n {8}\}\n {8}else \{[^}]*\}\n/, '$1'],
    // Its manager is its own: whenever it is to connect, there is nothing yet.
    [/ {8}if \(this\.io\._autoConnect\)\n.*\n/],
    [/ {8}if \(!this\.io\["_reconnecting"\]\)\n/],
    [/ {8}if \("open" === this\.io\._readyState\)\n.*\n/],
    ...methods('disconnected active open close'),
    // It tells nobody else, and nothing once it is destroyed: who listened need not be told off.
    [/ {8}if \(this\.subs\)\n.*\n/],
    [/ {8}if \(this\.subs\) \{[^]*?\n {8}\}\n/],
    [/this\.subs = /],
    [/ {8}this\.id = id;\n/],
    [/ {8}delete this\.id;\n/],
    [/ {8}const sameNamespace = .*\n {8}if \(!sameNamespace\)\n.*\n/],
    [/packet\.data && packet\.data\.sid/, 'packet.data.sid'],
    [/this\.onconnect\([^)]*\)/, 'this.onconnect()'],
    [/ {12}case PacketType\.BINARY_\w+:\n/g],
    // Nobody reads why.
    [/"It seems you are trying[^"]*"|"operation has timed out"|"socket has been disconnected"/g, '"closed"'],
    [/onclose\("io server disconnect"\)/, 'onclose("closed")'],
    [/, reason, description\)/, ', reason)'],
    // Whatever comes is told to those who listen to all of it, and is not acknowledged.
    [/ {8}const args = packet\.data \|\| \[\];\n[^]*?if \(this\.connected\) \{([^}]*)\}\n {8}else \{[^}]*\}\n/, '$1'],
    [/this\.emitEvent\(args\)/, 'this.emitEvent(packet.data)'],
    [/ {8}super\.emit\.apply\(this, args\);\n/],
    [/ {8}if \(this\._anyListeners && [^\n]*\n[^\n]*\n([^]*?)\n {8}\}\n/, '$1'],
    [/of listeners\) \{/, 'of this._anyListeners) {'],
    ...methods(
      'ack prependAny offAny listenersAny onAnyOutgoing prependAnyOutgoing offAnyOutgoing listenersAnyOutgoing notifyOutgoingListeners',
    ),
    [/ {8}if \(typeof ack !== "function"\) \{/, 'if (!ack) {'],
  ],
  [SOCKET.replace('socket.js', 'on.js')]: [[/ {4}return function [^]*?\};\n/]],
  [EMITTER]: [
    [/ {2}if \(obj\) return mixin\(obj\);\n/],
    [/function mixin\(obj\) \{[^]*?\n\}\n/],
    [/Emitter\.prototype\.addEventListener = /],
    ...emitterMethods('once removeEventListener listeners hasListeners'),
    [/Emitter\.prototype\.on =\n/, 'Emitter.prototype.on = '],
  ],
}

/** The rest would be without effect, and nobody would see it. */
const KEPT = /^(?:on|onAny|emitWithAck|connect|connected|disconnect)$/
const HEARD = /^'(?:connect|disconnect|connect_error)'$/
const SETTING = /\bretries:/

/** What in this source asks for something that is cut out above. */
export function missingOfSocket(code: string): string | undefined {
  if (!code.includes("from 'socket.io-client'")) return undefined
  const [, name] = /const (\w+) = new Socket\(/.exec(code) ?? []
  if (!name) return 'Socket'
  const uses = code.matchAll(new RegExp(`(?<![/'.])\\b${name}\\.(\\w+)(?:\\(('\\w+'))?`, 'g'))
  const missing = [...uses].find(([, member = '', event = '']) => !KEPT.test(member) || (member === 'on' && !HEARD.test(event)))
  return missing?.[0] ?? SETTING.exec(code)?.[0]
}

export const slimSocket: Plugin = {
  name: 'kefu:slim-socket',
  enforce: 'pre',
  resolveId(source) {
    if (source === 'socket.io-client') return installed(SOCKET)
    if (source === '@socket.io/component-emitter') return installed(EMITTER)
    if (source === 'socket.io-parser') return join(import.meta.dirname, '../shared/parser.ts')
    return null
  },
  transform(code, id) {
    const missing = missingOfSocket(code)
    if (missing) this.error(`${id} uses ${missing}, which build/slim-socket.ts cuts out of Socket.IO`)
    return cutOut(CUTS, id, code)
  },
}
