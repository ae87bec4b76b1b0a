/** The session takes in what the log has. The customer has the answer by then; where it fails, the next turn reads the log. */

import type { LogEntry } from '../ports/conversations.ts'
import type { Sessions } from '../session/sessions.ts'
import type { Summariser } from '../session/summary.ts'
import type { Turn } from '../turn.ts'

export const createRemember = ({ sessions, summariser }: { sessions: Sessions; summariser: Summariser | undefined }) =>
  async function remember(turn: Turn, recorded: LogEntry[]): Promise<void> {
    const session = await sessions.remember(turn, recorded)
    if (session) summariser?.begin(turn, session)
  }
