/** The keyboard: single keys wherever no text is being written, and what they always mean. */

import { useEffect } from 'preact/hooks'
import { createKeyReader, type KeyCommand } from '../core/keys.ts'
import type { View } from '../core/route.ts'
import type { Workplace } from './workplace.ts'

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName))

export function useKeys({ commands, go, desk }: Workplace, help: () => void) {
  useEffect(() => {
    const read = createKeyReader(Date.now)
    const views: { readonly [command in KeyCommand]?: View } = {
      'view-mine': 'mine',
      'view-waiting': 'waiting',
      'view-all': 'all',
      'view-closed': 'closed',
    }
    const heard = (event: KeyboardEvent) => {
      if (event.isComposing || document.querySelector('[role="dialog"]')) return
      if (isText(event.target)) {
        // Out of the text, and single keys are commands again.
        if (event.key === 'Escape' && !event.defaultPrevented) (event.target as HTMLElement).blur()
        return
      }
      const command = read(event)
      if (!command) return
      const view = views[command]
      const run = view ? () => go({ page: 'inbox', view }) : command === 'help' ? help : (commands.get(command) ?? always[command])
      if (!run) return
      event.preventDefault()
      run()
    }
    const always: { readonly [command in KeyCommand]?: () => void } = {
      tickets: () => go({ page: 'tickets' }),
      'next-waiting': () => void nextWaiting(),
    }
    /** Whoever has waited longest of those that anybody may take. */
    async function nextWaiting(): Promise<void> {
      const waiting = desk.inbox.state.get().rows.filter(({ floor }) => floor.state === 'waiting')
      const longest = waiting.toSorted((one, other) => one.floor.since - other.floor.since)[0]
      if (longest) go({ page: 'inbox', view: 'waiting', conversation: longest.id })
      else go({ page: 'inbox', view: 'waiting' })
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [])
}
