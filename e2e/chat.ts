/** The widget through a customer's eyes and hands: opens the bubble, writes, reads. */

import { expect, type Frame, type Locator, type Page } from '@playwright/test'
import { en, type Dictionary } from '../widget/i18n/en.ts'

/** One row of the log. `sending`, `sent` and `failed` are messages of the customer that the log does not have yet. */
export type Said = { by: 'customer' | 'sending' | 'sent' | 'failed' | 'assistant' | 'system'; text: string }

export type Chat = ReturnType<typeof chatOn>

export function chatOn(page: Page | Frame, words: Dictionary = en) {
  const widget = page.locator('kefu-chat')
  const launcher = widget.locator('.launcher')
  const panel = widget.getByRole('dialog')
  const field = panel.getByRole('textbox', { name: words.composer })
  const log = panel.getByRole('log')
  /** Of the open menu. */
  const entry = (name: string): Locator => panel.getByRole('menuitem', { name, exact: true })
  /** The answer that is being written, or waited for. */
  const streaming = log.locator('.row[data-kind="coming"]')

  const said = (): Promise<Said[]> =>
    log.locator('.row:not([data-kind="coming"])').evaluateAll((rows) =>
      rows.map((row) => {
        const kind = (row as HTMLElement).dataset['kind'] ?? ''
        const by = kind === 'visitor' ? 'customer' : kind === 'bot' ? 'assistant' : kind
        const text = row.querySelector('.bubble')?.cloneNode(true) as HTMLElement
        text.querySelector('.hidden')?.remove()
        return { by, text: (text.textContent ?? '').trim() } as Said
      }),
    )
  const textsBy = async (...by: Said['by'][]): Promise<string[]> =>
    (await said()).filter((entry) => by.includes(entry.by)).map((entry) => entry.text)

  return {
    widget,
    launcher,
    panel,
    field,
    log,
    streaming,
    button: (name: string): Locator => panel.getByRole('button', { name, exact: true }),
    suggestions: panel.getByRole('group', { name: words.suggestions }).getByRole('button'),
    /** The quiet lines under the header: what is wrong with the line, who has the floor. */
    strips: panel.locator('.strips'),

    entry,
    /** Opens the menu and chooses an entry. */
    async choose(name: string): Promise<void> {
      await panel.getByRole('button', { name: words.menu, exact: true }).click()
      await entry(name).click()
    },

    async open(): Promise<void> {
      await launcher.click()
      await expect(panel).toBeVisible()
    },
    /** Opened, and connected: the handshake is over. */
    async openOnline(): Promise<void> {
      await launcher.click()
      await expect(field).toBeVisible()
      await expect.poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.endsWith(':token')))).toBe(true)
    },
    async say(text: string): Promise<void> {
      await field.fill(text)
      await field.press('Enter')
    },
    said,
    customer: () => textsBy('customer'),
    answers: () => textsBy('assistant', 'system'),
    pending: () => textsBy('sending', 'sent', 'failed'),
    /** Everything is in the log: nothing waits, nothing is being written. */
    async settled(): Promise<void> {
      await expect(streaming).toHaveCount(0)
      await expect.poll(() => textsBy('sending', 'sent', 'failed')).toEqual([])
    },
    /** Back on the line. A wait between two attempts is cut short, as the browser does it when the network is back. */
    async reconnected(): Promise<void> {
      const lines = async (): Promise<string[]> => {
        await page.evaluate(() => void window.dispatchEvent(new Event('online')))
        return panel.locator('.strip.late').allTextContents()
      }
      await expect.poll(lines, { timeout: 20_000 }).toEqual([])
    },
  }
}

/** Opens the chat, asks an approved question, and is answered. */
export async function expectConversation(chat: Chat): Promise<void> {
  await chat.open()
  await chat.say('Where is my order?')
  await expect.poll(async () => (await chat.answers()).length).toBe(1)
  expect(await chat.customer()).toEqual(['Where is my order?'])
}
