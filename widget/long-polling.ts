/** Engine.IO over HTTP, for networks that block WebSockets: one request waits for what comes, another brings what goes. */

import type { Events, Transport } from './carrier.ts'

/** Between the packets of one answer. */
const SEPARATOR = '\x1e'

/** `most`: bytes that one request may have. */
export function openPolling(address: string, { frame, end }: Events, most: number): Transport {
  const controller = new AbortController()
  let session = ''
  const waiting: string[] = []
  let isPosting = false
  let isPolling = false

  async function request(body?: string): Promise<string> {
    const response = await fetch(`${address}polling&sid=${session}`, {
      ...(body ? { method: 'POST', body } : {}),
      credentials: 'omit',
      cache: 'no-store',
      signal: controller.signal,
    })
    const answer = await response.text()
    if (!response.ok) throw Object.assign(new Error('refused'), { body: answer })
    return answer
  }

  async function poll() {
    while (!controller.signal.aborted) {
      isPolling = true
      const answer = await request()
      isPolling = false
      for (const part of answer.split(SEPARATOR)) {
        session ||= /"sid":"([^"]+)/.exec(part)?.[1] ?? ''
        frame(part[0] === 'b' ? Uint8Array.from(atob(part.slice(1)), (byte) => byte.charCodeAt(0)) : part)
      }
    }
  }

  async function post() {
    if (isPosting) return
    isPosting = true
    while (waiting.length) {
      let body = waiting.shift()
      // As many as the server takes in one request, which a single message may fill.
      while (waiting[0] && `${body}${waiting[0]}`.length < most) body += SEPARATOR + waiting.shift()
      await request(body)
    }
    isPosting = false
  }

  poll().catch(end)
  return {
    send(data) {
      waiting.push(typeof data === 'string' ? data : `b${btoa(String.fromCharCode(...data))}`)
      post().catch(end)
    },
    close() {
      controller.abort()
      // A poll that breaks off tells the server, which then knows no such session any more. Without one it would not find out by itself.
      if (session && !isPolling) {
        fetch(`${address}polling&sid=${session}`, { method: 'POST', body: '1', credentials: 'omit', keepalive: true }).catch(() => {})
      }
    },
  }
}
