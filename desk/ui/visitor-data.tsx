/** For admins: hands out what is kept of a customer, as a file, and forgets the customer. */

import { Sure } from './sure.tsx'
import { useWorkplace } from './workplace.ts'

export function VisitorData({ visitor }: { visitor: string }) {
  const { desk, words, say, sayFault } = useWorkplace()

  async function download(): Promise<void> {
    const kept = await desk.api.get<object>(`visitors/${visitor}/export`)
    const file = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 2)], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: file, download: `${visitor}.json` }).click()
    // Not every browser has read it by the time the click is over.
    setTimeout(() => URL.revokeObjectURL(file), 10_000)
  }

  async function erase(): Promise<void> {
    await desk.api.send('DELETE', `visitors/${visitor}`)
    say(words.customerErased)
  }

  return (
    <section>
      <h3>{words.customerData}</h3>
      <button class="plain" type="button" onClick={() => void download().catch(sayFault)}>
        {words.exportCustomer}
      </button>
      <Sure label={words.eraseCustomer} run={() => void erase().catch(sayFault)} />
    </section>
  )
}
