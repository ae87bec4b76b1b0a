/** When the tone sounds. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createAttention } from './attention.ts'
import { setUp } from './testing/scripted-conversation.ts'
import { storageOver } from './testing/scripted-line.ts'

const play = vi.hoisted(() => vi.fn<() => void>())
vi.mock('./chime.ts', () => ({ createChime: () => ({ play, stop() {} }) }))

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('navigator', {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  play.mockReset()
})

it('is for what comes, not for what was unread when the page was opened', () => {
  const tab = setUp()
  const { conversation, area, ready, add } = tab
  const attention = createAttention({ conversation, storage: storageOver(area), siteKey: 'KEY', sound: true, titleBadge: false })
  ready({ top: 2 })
  add(1)
  add(2)
  vi.runAllTimers()
  expect(conversation.snapshot().unread).toBe(2)
  expect(play).not.toHaveBeenCalled()
  add(3)
  vi.runAllTimers()
  expect(play).toHaveBeenCalledTimes(1)
  attention.stop()
})
