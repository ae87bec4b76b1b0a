/** Ten languages, on a narrow phone and with text twice as large: each is spoken throughout, and none is cut off. */

import type { Page } from '@playwright/test'
import { sentence } from '../server/sentences.ts'
import { LANGUAGES, type Language } from '../shared/language.ts'
import { loadWords } from '../widget/i18n/dictionary.ts'
import { allWords } from '../widget/i18n/rare-words.ts'
import { chatOn } from './chat.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { pageIn } from './page-in.ts'

test.use({ answers: 'approved questions only', hasTouch: true, viewport: { width: 320, height: 568 } })

const NOT_KNOWN: Record<Language, string> = {
  en: 'Which lamp would a badger choose?',
  zh: '獾会选哪一盏灯？',
  es: '¿Qué lámpara elegiría un tejón?',
  pt: 'Qual luminária um texugo escolheria?',
  fr: 'Quelle lampe un blaireau choisirait-il\u202F?',
  de: 'Welche Lampe würde ein Dachs wählen?',
  ru: 'Какую лампу выбрал бы барсук?',
  ja: 'アナグマはどのランプを選びますか？',
  ko: '오소리는 어떤 램프를 고를까요?',
  ar: 'أي مصباح يختار حيوان الغرير؟',
}

for (const language of LANGUAGES) {
  test(`a page in ${language} is answered in ${language}, and nothing is cut off`, async ({ page, shop, expectTrouble }) => {
    expectTrouble(DEAD_LINE)
    const words = allWords(await loadWords(language))
    const chat = chatOn(page, words)
    await pageIn(page, shop, language)
    await chat.open()
    await expect(chat.panel).toHaveAttribute('lang', language)
    await expect(chat.panel).toHaveCSS('direction', language === 'ar' ? 'rtl' : 'ltr')
    await expect(chat.field).toHaveAttribute('placeholder', words.placeholder)
    if (language !== 'en' && language !== 'zh') await expect(chat.panel).toContainText(words.greeting)
    await expect(chat.field).toHaveCSS('direction', language === 'ar' ? 'rtl' : 'ltr')
    await expect.poll(() => cutOff(page)).toEqual([])

    await chat.say(NOT_KNOWN[language])
    await expect.poll(async () => (await chat.answers()).at(-1)).toMatch(startOf(sentence('no_model', language)))
    await chat.say('agent')
    await expect(chat.strips).toContainText(words.waiting)
    await chat.settled()
    await expect.poll(() => cutOff(page)).toEqual([])

    await shop.kill('SIGKILL')
    await chat.say('https://shop.example/'.padEnd(300, 'a-very-long-address/'))
    await expect(chat.strips).toContainText(words.reconnecting)
    await chat.field.fill('9'.repeat(4_321))
    await chat.button(words.menu).click()
    await expect(chat.entry(words.newConversation)).toBeVisible()
    await expect.poll(() => cutOff(page)).toEqual([])

    await page.setViewportSize({ width: 1280, height: 800 })
    await enlargeText(page)
    await expect.poll(() => cutOff(page)).toEqual([])
  })
}

test.describe('with a model', () => {
  test.use({ answers: 'model' })

  test('what is written runs in its own direction, whichever the panel has', async ({ page, shop, upstream }) => {
    upstream.reply('نعم: `npm start`\n\n```\n# port 7070\n```')
    for (const language of ['ar', 'en'] as const) {
      const chat = chatOn(page, allWords(await loadWords(language)))
      await pageIn(page, shop, language)
      await chat.open()
      if (language === 'ar') {
        await chat.say('متى يصل طلبي؟')
        await chat.say('Where is it?')
      }
      await chat.settled()
      await expect.poll(chat.customer).toEqual(['متى يصل طلبي؟', 'Where is it?'])
      const text = (content: string) => chat.log.getByText(content)
      await expect(text('متى يصل')).toHaveCSS('direction', 'rtl')
      await expect(text('Where is it?')).toHaveCSS('direction', 'ltr')
      await expect(text('نعم').first()).toHaveCSS('direction', 'rtl')
      await expect(text('# port 7070').first()).toHaveCSS('direction', 'ltr')
      // One's own words stand at the end of a line, others' at its start.
      const [own, other, panel] = await Promise.all([
        text('Where is it?').boundingBox(),
        text('نعم').first().boundingBox(),
        chat.panel.boundingBox(),
      ])
      const middle = panel!.x + panel!.width / 2
      expect(own!.x + own!.width < middle).toBe(language === 'ar')
      expect(other!.x > middle).toBe(language === 'ar')
    }
  })
})

/** The first sentence of several: what follows depends on what there is to offer. */
const startOf = (text: string): RegExp => new RegExp(`^${/^[^.。]+/.exec(text)?.[0] ?? text}`)

/** What `zoom text only` does in a browser: every size of type doubled, and nothing else. */
const enlargeText = (page: Page): Promise<void> =>
  page.locator('kefu-chat .panel').evaluate((panel) => {
    const sized = [panel, ...panel.querySelectorAll<HTMLElement>('*')].map((element) => {
      const { fontSize, lineHeight } = getComputedStyle(element)
      return { element: element as HTMLElement, fontSize: parseFloat(fontSize), lineHeight: parseFloat(lineHeight) }
    })
    for (const { element, fontSize, lineHeight } of sized) {
      element.style.fontSize = `${fontSize * 2}px`
      if (lineHeight) element.style.lineHeight = `${lineHeight * 2}px`
    }
  })

/** Elements whose content is wider than they are, and buttons that are higher inside than outside or reach out of the panel. */
const cutOff = (page: Page): Promise<string[]> =>
  page.locator('kefu-chat .panel').evaluate((panel) => {
    const frame = panel.getBoundingClientRect()
    // A name that is too long ends in an ellipsis, by design; what is hidden is there to be heard.
    const seen = [panel, ...panel.querySelectorAll<HTMLElement>('*:not(.hidden, .hidden *, .titles > *)')]
    const isTooSmall = (element: Element): boolean => {
      const { left, right } = element.getBoundingClientRect()
      const isButton = element.matches('button')
      return (
        (element.clientWidth > 0 && element.scrollWidth > element.clientWidth) ||
        (isButton && element.scrollHeight > element.clientHeight) ||
        (element.matches('button, a, p, time') && (left < frame.left - 0.5 || right > frame.right + 0.5))
      )
    }
    return seen.filter(isTooSmall).map((element) => `${element.tagName}.${element.className} ${element.textContent}`.slice(0, 120))
  })
