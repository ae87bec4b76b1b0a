/**
 * Drawing attention to what came while nobody looked: the number of unread messages in the page's title, and a soft tone. Both
 * only where the owner of the page wants them, and the tone only as long as the customer does. Fetched only then.
 */

import type { Conversation } from './conversation.ts'
import { createChime } from './chime.ts'
import type { WidgetStorage } from './storage.ts'
import { createTitleBadge } from './title-badge.ts'

/** The customer's choice, for the menu. */
export type SoundSwitch = { isOn(): boolean; set(isOn: boolean): void }

export type AttentionOptions = {
  conversation: Conversation
  storage: WidgetStorage
  siteKey: string
  sound: boolean
  titleBadge: boolean
}

const KEY = 'sound'
/** Another tab may show the same message to the customer; then it is read before anything is heard. */
const LOOK_MS = 300
/** For this long the tab that sounds keeps the others from it. */
const HOLD_MS = 5_000

function createSoundSwitch(storage: WidgetStorage): SoundSwitch {
  return {
    isOn: () => storage.get(KEY) !== 'off',
    set: (isOn) => (isOn ? storage.remove(KEY) : storage.set(KEY, 'off')),
  }
}

/** `sound` is there for the menu where the owner wants sound at all. */
export type Attention = { sound: SoundSwitch | undefined; stop(): void }

export function createAttention({ conversation, storage, siteKey, sound, titleBadge }: AttentionOptions): Attention {
  const badge = titleBadge ? createTitleBadge(document) : undefined
  const soundSwitch = createSoundSwitch(storage)
  const chime = createChime()
  let { unread, synced } = conversation.snapshot()
  let timer: ReturnType<typeof setTimeout> | undefined
  badge?.show(unread)

  const unsubscribe = conversation.subscribe((snapshot) => {
    // What was unread before this page is history, and was heard when it came.
    const hasMore = synced && snapshot.unread > unread
    ;({ unread, synced } = snapshot)
    badge?.show(unread)
    if (!hasMore || !sound || !soundSwitch.isOn()) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (unread > 0) void inOneTab(`kefu:${siteKey}:sound`, chime.play)
    }, LOOK_MS)
  })

  return {
    sound: sound ? soundSwitch : undefined,
    stop() {
      unsubscribe()
      clearTimeout(timer)
      badge?.show(0)
      chime.stop()
    },
  }
}

/** Whoever takes the lock first does it. Pages without HTTPS have no locks; there each tab is on its own. */
async function inOneTab(name: string, run: () => void): Promise<void> {
  if (!navigator.locks) return run()
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    run()
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS))
  })
}
