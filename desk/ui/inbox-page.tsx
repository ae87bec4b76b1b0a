/** The inbox and the conversation that is open in it. */

import { ConversationView } from './conversation-view.tsx'
import { InboxList } from './inbox-list.tsx'
import { useValue, useWorkplace } from './workplace.ts'

export function InboxPage() {
  const { desk, words } = useWorkplace()
  const follower = useValue(desk.open)
  return (
    <>
      <InboxList />
      {follower ? (
        <ConversationView key={follower.id} follower={follower} />
      ) : (
        <main class="sheet nothing">
          <p>{words.nothingOpen}</p>
          <p class="quiet">{words.nothingOpenHint}</p>
        </main>
      )}
    </>
  )
}
