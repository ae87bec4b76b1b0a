/** The inbox and the conversation that is open in it. */

import { useEffect } from 'preact/hooks'
import { InboxList } from './inbox-list.tsx'
import { later } from './later.tsx'
import { useWorkplace } from './workplace.ts'

const ConversationView = later(async () => (await import('./conversation-view.tsx')).ConversationView)

export function InboxPage() {
  const { words, route } = useWorkplace()
  const open = route.page === 'inbox' ? route.conversation : undefined
  // The list stands before what is needed for a conversation is asked for; it is here when somebody opens one.
  useEffect(() => void ConversationView.ahead().catch(() => {}), [])
  return (
    <>
      <InboxList />
      {open ? (
        <ConversationView key={open} id={open} />
      ) : (
        <main class="sheet nothing">
          <p>{words.nothingOpen}</p>
          <p class="quiet">{words.nothingOpenHint}</p>
        </main>
      )}
    </>
  )
}
