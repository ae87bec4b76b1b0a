import { describe, expect, test } from 'vitest'
import { wishForPerson } from './wish-for-person.ts'

describe('an explicit wish for a person', () => {
  test.each([
    'I want to talk to a person',
    'can I speak with a human please',
    'Let me talk to someone',
    'human please',
    'Agent',
    'connect me to a real person!',
    'I need a live agent',
    'transfer me to an operator',
    'talk to somebody from your team',
    '转人工',
    '我要人工客服',
    '请帮我转接人工服务',
    '人工',
    '我想跟真人聊',
    '能不能找个人工',
    '帮我找客服人员',
  ])('%s', (text) => {
    expect(wishForPerson(text)).toBe(true)
  })

  test.each([
    'Are you a person?',
    'How many persons fit in the tent?',
    'I do not want to talk to a person',
    'the delivery person was rude',
    'Is there a person who checks the lamps?',
    'my insurance agent needs an invoice',
    'What is a human-readable label',
    '人工智能是什么',
    '人工费怎么算',
    '你是人工智能吗',
    '不要转人工',
    '这个灯是人工制作的吗',
    '订单在哪里',
    '',
  ])('not: %s', (text) => {
    expect(wishForPerson(text)).toBe(false)
  })
})
