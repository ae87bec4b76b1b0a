/** A small real mail server: it takes what it is given, or refuses, or hangs up, as the test says. */

import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** `say` answers with this line; `hang-up` ends the connection instead, and `drip` says every few ms that the answer goes on. */
export type SmtpTrouble = { at: 'MAIL' | 'RCPT' | 'DATA' | 'END'; say: string }

export type ReceivedMail = { from: string; to: string[]; head: string; body: string }

export type SmtpServer = {
  port: number
  /** What it took, in order. `END` comes after it: a mail that is taken and not acknowledged is among them. */
  mails: ReceivedMail[]
  trouble: SmtpTrouble | undefined
  /** Connections that are open. */
  open: () => number
} & AsyncDisposable

export async function startSmtpServer(): Promise<SmtpServer> {
  const sockets = new Set<Socket>()
  const mails: ReceivedMail[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined)
    converse(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const smtp: SmtpServer = {
    port: (server.address() as AddressInfo).port,
    mails,
    trouble: undefined,
    open: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  function converse(socket: Socket): void {
    let rest = ''
    let data: string[] | undefined
    let mail: ReceivedMail = { from: '', to: [], head: '', body: '' }
    const answer = (at: SmtpTrouble['at'], usual: string): void => {
      const said = smtp.trouble?.at === at ? smtp.trouble.say : usual
      if (said === 'hang-up') socket.destroy()
      else if (said === 'drip') drip(socket)
      else socket.write(`${said}\r\n`)
    }
    const end = (lines: string[]): void => {
      const text = lines.join('\r\n')
      const gap = text.indexOf('\r\n\r\n')
      mails.push({ ...mail, head: text.slice(0, gap), body: text.slice(gap + 4) })
      mail = { from: '', to: [], head: '', body: '' }
      answer('END', '250 taken')
    }
    socket.write('220 test ESMTP\r\n')
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (data) {
          if (line !== '.') data.push(line.replace(/^\.\./, '.'))
          else {
            const whole = data
            data = undefined
            end(whole)
          }
          continue
        }
        const [, address = ''] = /<([^>]*)>/.exec(line) ?? []
        if (/^EHLO/i.test(line)) socket.write('250-test\r\n250 8BITMIME\r\n')
        else if (/^MAIL/i.test(line)) {
          mail.from = address
          answer('MAIL', '250 ok')
        } else if (/^RCPT/i.test(line)) {
          if (smtp.trouble?.at !== 'RCPT') mail.to.push(address)
          answer('RCPT', '250 ok')
        } else if (/^DATA/i.test(line)) {
          if (smtp.trouble?.at !== 'DATA') data = []
          answer('DATA', '354 go on')
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else socket.write('250 ok\r\n')
      }
    })
  }

  return smtp
}

const DRIP_MS = 10

/** Until the other side has gone. */
function drip(socket: Socket): void {
  const dripping = setInterval(() => socket.write('250-wait\r\n'), DRIP_MS)
  socket.once('close', () => clearInterval(dripping)).once('end', () => clearInterval(dripping))
}

/** The text, decoded, of a mail that is one part. */
export function textOf({ head, body }: ReceivedMail): string {
  if (/^content-transfer-encoding: base64/im.test(head)) return Buffer.from(body, 'base64').toString('utf8').replaceAll('\r\n', '\n')
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return body.replaceAll('\r\n', '\n')
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n')
}

export const headerOf = ({ head }: ReceivedMail, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(head.replace(/\r\n[ \t]+/g, ' '))?.[1]
