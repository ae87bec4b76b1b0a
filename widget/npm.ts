/**
 * What `import { loadKefu } from '@kefu/widget'` gives: the tag, put into the page by a script, and the typed API behind it. The widget
 * itself is not in the package; it comes from the server, so both are always of one version.
 */

import type { ColorScheme, Kefu } from './public-api.ts'

export type { Attributes, ColorScheme, Command, Commands, HostEvents, Kefu, Label } from './public-api.ts'

export type KefuOptions = {
  /** Address of the Kefu server: `https://chat.shop.example`. */
  host: string
  /** The site's public key. */
  site: string
  /** For pages whose policy asks scripts for one. */
  nonce?: string
  /** Aborting it is leaving: when nobody who loaded the chat is left, it is removed from the page. */
  signal?: AbortSignal
  position?: 'left' | 'right'
  zIndex?: number
  /** CSS selector of the page's own buttons, which open and close the chat instead of the bubble. */
  launcher?: string
  /** BCP 47 tag. */
  locale?: string
  colorScheme?: ColorScheme
  sound?: boolean
  titleBadge?: boolean
}

/** `isOurs`: the chat came by our tag, not by one of the page's own. */
type Guest = { kefu: Promise<Kefu>; holders: Set<symbol>; isOurs: boolean }

const guests = new Map<string, Guest>()

/** A page has one chat: that of another site is in the way. */
function presentOf(site: string): Kefu | undefined {
  const value = (globalThis as { Kefu?: Partial<Kefu> }).Kefu
  if (typeof value?.shutdown !== 'function') return undefined
  if (value.site !== site) throw new Error(`The chat of ${value.site} is on this page: shut it down before loading that of ${site}`)
  return value as Kefu
}

/**
 * Resolves when the bubble is there. However often it is called, there is one tag; the first call's options count. Rejects where there is no
 * page, where the script cannot be had or the chat of another site is there, and with the signal's reason when it was aborted before.
 */
export async function loadKefu(options: KefuOptions): Promise<Kefu> {
  const { host, site, signal } = options
  if (typeof document === 'undefined') throw new Error('loadKefu needs a page: call it in the browser, not while rendering on a server')
  signal?.throwIfAborted()
  const address = `${new URL(host).origin}/kefu.js?site=${encodeURIComponent(site)}`
  const guest = guests.get(address) ?? invite(address, options)
  const holder = Symbol(site)
  guest.holders.add(holder)
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error)
      guest.holders.delete(holder)
      leave(guest)
    })
    guest.kefu.then(resolve, reject)
  })
}

/** Another component may come in the place of one that leaves (React's strict mode mounts everything twice), so this is asked at the end. */
function leave(guest: Guest): void {
  const leaveIfAlone = (kefu: Kefu) => {
    if (guest.holders.size === 0 && guest.isOurs) kefu.shutdown()
  }
  guest.kefu.then(leaveIfAlone).catch(() => {})
}

function invite(address: string, options: KefuOptions): Guest {
  const come = () => {
    const kefu = presentOf(options.site)
    if (kefu) return kefu
    // Everybody has left in the same moment.
    if (guest.holders.size === 0) throw new Error('Nobody is waiting for Kefu any more')
    guest.isOurs = true
    return tagFor(address, options)
  }
  const guest: Guest = { kefu: Promise.resolve().then(come), holders: new Set(), isOurs: false }
  guests.set(address, guest)
  const forget = () => guests.get(address) === guest && guests.delete(address)
  guest.kefu.then((kefu) => kefu.on('shutdown', forget)).catch(forget)
  return guest
}

function tagFor(
  address: string,
  { site, nonce, position, zIndex, launcher, locale, colorScheme, sound, titleBadge }: KefuOptions,
): Promise<Kefu> {
  const tag = document.createElement('script')
  tag.async = true
  tag.src = address
  if (nonce) tag.nonce = nonce
  for (const [name, value] of Object.entries({ position, zIndex, launcher, locale, colorScheme, sound, titleBadge }))
    if (value !== undefined) tag.dataset[name] = String(value)
  return new Promise((resolve, reject) => {
    const failed = (error: unknown) => {
      tag.remove()
      reject(error as Error)
    }
    const missing = () => failed(new Error(`Kefu could not be loaded from ${address}`))
    tag.onerror = missing
    tag.onload = () => {
      try {
        const kefu = presentOf(site)
        if (!kefu) return missing()
        kefu.on('shutdown', () => tag.remove())
        resolve(kefu)
      } catch (error) {
        failed(error)
      }
    }
    document.head.append(tag)
  })
}
