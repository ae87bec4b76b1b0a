import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hasData, heldOut, samples } from '../../bench/intent/data.ts'
import { randomFrom } from '../testing/seeded-random.ts'
import { readIntent } from './read-intent.ts'
import type { Intent } from './reading.ts'

const acted = (text: string): Intent => {
  const { intent, sure } = readIntent(text)
  return sure ? intent : 'ordinary'
}

const PERSON = [
  'I want to talk to a person',
  'can I speak with a human please',
  'Let me talk to someone',
  'human please',
  'Agent',
  'connect me to a real person!',
  'I need a live agent',
  'transfer me to an operator',
  'talk to somebody from your team',
  'I do not know how I can speak to an agent',
  'Don’t give me a bot, I want a representative',
  'I am not talking to a robot',
  'Could you please get a supervisor on the line',
  'I don’t need a coupon, I need a person',
  'THIS IS AWFUL. GET ME A HUMAN.',
  '转人工',
  '我要人工客服',
  '请帮我转接人工服务',
  '人工',
  '我想跟真人聊',
  '能不能找个人工',
  '帮我找客服人员',
  '你是机器人吗？我要找真人',
  '轉接真人客服',
  '別再叫機器人回覆我',
  '让你们负责人联系我',
  '我要speak to an agent',
  'Anybody there I can talk to?',
  'any human there',
  'Is anyone there? I want to speak to a person',
  'put me through to the fraud department',
  '有人工吗',
  '有真人在吗',
  '有人吗？我要找人工',
  '有没有人能回复我',
]

const COMPLAINTS = [
  'I want to file a complaint',
  'Where do I complain about your driver?',
  'Your answer “we ship in 2 days” was a lie, it has been 3 weeks',
  'You said "free returns" and charged me 20 dollars, scammers',
  'your service is terrible',
  'i am furious, nobody answers me',
  'What a useless company',
  'I will report you to the ombudsman',
  '我要投诉你们客服',
  '怎么投诉',
  '你们太坑人了',
  '说好两天到，到底还要等多久',
  '你們簡直是騙子',
  '什么态度',
]

const DISTRESS = ['I want to kill myself', 'the lamp is on fire, what do I do, there is a fire in my room', '我不想活了', '充电器着火了']

const ORDINARY = [
  'Are you a person?',
  'How many persons fit in the tent?',
  'I do not want to talk to a person',
  'the delivery person comes when?',
  'Is there a person who checks the lamps?',
  'my insurance agent needs an invoice',
  'What is a human-readable label',
  'How do I become an agent?',
  'Your agent told me that it ships on Monday',
  'Can I speak to the manager of the Paris hotel?',
  'Do you have live plants?',
  'Who can activate my card?',
  'My card is not working',
  'I was charged twice, please help',
  'What is the telephone number for complaints?',
  'I am not here to complain, only to ask',
  'Can I report a lost parcel here?',
  '人工智能是什么',
  '人工费怎么算',
  '你是人工智能吗',
  '不要转人工',
  '这个灯是人工制作的吗',
  '订单在哪里',
  '投诉电话是多少',
  '客服电话是多少',
  '垃圾袋有大号的吗',
  '可以找人代收吗',
  '请一个专人工作要多久',
  '顾客付款后多久发货',
  'Is this a scam?',
  'is this site legit or a scam',
  'I got a text from you, is it a fraud?',
  'how do I know that this is not a scam',
  'is it a waste of money to buy the large one',
  'Is anyone there on Sundays at the Leeds shop?',
  'are people here happy with the blue one',
  '这是骗局吗',
  '这条短信是不是诈骗',
  '怎么知道不是骗子',
  '有人冒充你们客服骗我点链接',
  '周末店里有人吗',
  '',
  '???',
]

describe('read by its words', () => {
  test.each(PERSON)('a wish for a person: %s', (text) => expect(readIntent(text)).toMatchObject({ intent: 'person', sure: true }))
  test.each(COMPLAINTS)('a complaint: %s', (text) => expect(readIntent(text)).toMatchObject({ intent: 'complaint', sure: true }))
  test.each(DISTRESS)('distress: %s', (text) =>
    expect(readIntent(text)).toEqual({ intent: 'complaint', sure: true, because: 'rule:distress' }),
  )
  test.each([
    'Are you scammers?',
    'this is a scam',
    'Was a total scam',
    'Is this how you scam people?',
    'I have been ignored for days',
    '你们是骗子吗',
    '这不是骗人吗',
  ])('blame, and no question of trust: %s', (text) => expect(readIntent(text)).toMatchObject({ intent: 'complaint', sure: true }))
  test.each(ORDINARY)('ordinary: %s', (text) => expect(acted(text)).toBe('ordinary'))
  test.each(['And again', 'And now?', 'Then what', 'once more'])('ordinary by itself: %s', (text) => expect(acted(text)).toBe('ordinary'))

  test.each([
    'Hello!',
    'good morning',
    'Hi there 👋',
    'Is anybody there?',
    'hello?? anyone here',
    'Anybody home?',
    'are you still there?',
    '你好',
    '在吗',
    '您好！',
    '有人吗',
    '你好，有人在吗？',
    '有没有人啊',
  ])('a greeting: %s', (text) => expect(acted(text)).toBe('greeting'))
  test.each(['Thanks!', 'thank you so much for your help', 'ok, thx bye', '谢谢', '好的，谢谢你', '謝謝'])('thanks: %s', (text) =>
    expect(acted(text)).toBe('thanks'),
  )
  test.each(['hi, where is my order?', 'thanks, and what about shipping?', '你好，请问有货吗', '谢谢，运费多少', 'no thanks'])(
    'more than a greeting or thanks: %s',
    (text) => expect(acted(text)).toBe('ordinary'),
  )
})

test('a wish counts at the beginning and at the end of a long message, and what stands between is not read', () => {
  const story = 'The parcel went to the old address and came back. '.repeat(60)
  expect(acted(`Let me talk to a human. ${story}`)).toBe('person')
  expect(acted(`${story} Let me talk to a human.`)).toBe('person')
  expect(acted(`${story} Let me talk to a human. ${story}`)).toBe('ordinary')
})

/** One slip of the fingers in a word of at least five letters, or one character set apart where there is no such word. */
function slipped(text: string, random: () => number): string {
  const words = text.split(' ')
  const long = words.flatMap((word, at) => (/^[a-z]{5,}$/i.test(word) ? [at] : []))
  const at = long[Math.floor(random() * long.length)]
  if (at === undefined) return Array.from(text).join(' ')
  const word = words[at] ?? ''
  const place = 1 + Math.floor(random() * (word.length - 2))
  const [before, letter, after] = [word.slice(0, place), word[place] ?? '', word.slice(place + 1)]
  const letters = [letter + letter, '', `${after[0] ?? ''}${letter}`, 'qxzjk'[Math.floor(random() * 5)] ?? '']
  const kind = Math.floor(random() * letters.length)
  words[at] = before + letters[kind] + (kind === 2 ? after.slice(1) : after)
  return words.join(' ')
}

test('one slip in a word hides next to no wish and no complaint, and makes none (seed 20)', () => {
  const random = randomFrom(20)
  const slips = (texts: string[]) => texts.flatMap((text) => Array.from({ length: 20 }, () => slipped(text, random)))
  const share = (texts: string[], intent: Intent) => texts.filter((text) => acted(text) === intent).length / texts.length
  expect(share(slips(PERSON), 'person')).toBeGreaterThan(0.95)
  expect(share(slips(COMPLAINTS), 'complaint')).toBeGreaterThan(0.9)
  expect(share(slips(ORDINARY.filter(Boolean)), 'ordinary')).toBeGreaterThan(0.97)
})

test.each([
  '转一下给我来个',
  'can you please let me ',
  '谢谢了',
  'hello there ',
  'not a real live human ',
  '人工',
  '你们真的太',
  'I am so very ',
  'is it is it not ',
  '你好喂有人',
])('a message made to keep an expression busy is read at once: %s', (piece) =>
  expect(readIntent(`${piece.repeat(4_000 / piece.length)}!`)).toHaveProperty('intent'),
)

test('no question of the demo is taken for a wish or a complaint', () => {
  const texts = ['en', 'zh'].flatMap((language) => {
    const file = readFileSync(new URL(`../demo/questions.${language}.json`, import.meta.url), 'utf8')
    return (JSON.parse(file) as { text: string; variants: string[] }[]).flatMap(({ text, variants }) => [text, ...variants])
  })
  expect(texts.length).toBeGreaterThan(100)
  expect(texts.filter((text) => ['person', 'complaint'].includes(acted(text)) && !readIntent(text).because.includes('person'))).toEqual([])
})

/** F1 of an intent, and how many of the ordinary messages were taken for a wish or a complaint. */
function measured(all: { text: string; label: Intent }[], intent: Intent) {
  const read = all.map(({ text, label }) => ({ label, found: acted(text) }))
  const right = read.filter(({ label, found }) => label === intent && found === intent).length
  const wrong = read.filter(({ label, found }) => (label === intent) !== (found === intent)).length
  const ordinary = read.filter(({ label }) => label === 'ordinary')
  const alarms = ordinary.filter(({ found }) => found === 'person' || found === 'complaint').length
  return { f1: (2 * right) / (2 * right + wrong), alarms: alarms / ordinary.length }
}

test.each(['en', 'zh'] as const)('on messages written before the rules, %s, both are found', (language) => {
  const messages = heldOut(language)
  expect(messages.length).toBeGreaterThan(150)
  expect(measured(messages, 'person').f1).toBeGreaterThanOrEqual(0.93)
  expect(measured(messages, 'complaint').f1).toBeGreaterThanOrEqual(0.9)
})

describe.skipIf(!hasData)('on the public sets (skipped where ../shared/data is absent), in parts never learned from', () => {
  const tested = samples().filter(({ part, set }) => part === 'test' && !set.startsWith('hint3'))

  test('wishes and complaints are found', () => {
    const support = tested.filter(({ set }) => set === 'bitext' || set === 'rasa')
    expect(measured(support, 'person').f1).toBeGreaterThanOrEqual(0.93)
    expect(measured(support, 'complaint').f1).toBeGreaterThanOrEqual(0.75)
  })

  test.each(['en', 'zh'])('of ordinary messages, %s, at most 0.5 % are taken for either', (language) => {
    const ordinary = tested.filter((sample) => sample.language === language)
    expect(ordinary.length).toBeGreaterThan(1_000)
    expect(measured(ordinary, 'person').alarms).toBeLessThanOrEqual(0.005)
  })
})
