/** The page that a customer writes from, as much of it as may be told: never what stands behind a `?` or `#`, as that may be a secret. */

import type { FromWidget } from './protocol.ts'
import { PAGE_LIMITS } from './limits.ts'
import { wholeCharacters } from './text.ts'

export type Page = NonNullable<FromWidget['message-send']['page']>

/** A name and password before the host are passed over. */
const ADDRESS = /^(https?:\/\/)(?:[^/?#\\]*@)?([^/?#\\][^?#]*)/i

/** Nothing for what is no page of the web. Whatever else is wrong is left out: no message is refused for the page that it was written on. */
export function pageFrom(given: string, title: string): Page | undefined {
  const [, scheme = '', place] = ADDRESS.exec(given) ?? []
  if (!place) return undefined
  return { address: firstOf(scheme + place, PAGE_LIMITS.addressUnits), title: firstOf(title, PAGE_LIMITS.titleUnits) }
}

function firstOf(text: string, units: number): string {
  const sound = text
    .replace(/[\0\p{Cs}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  return sound.slice(0, wholeCharacters(sound, units))
}
