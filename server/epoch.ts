/** Names one life of a conversation's log. Whoever holds entries of another one forgets them. */

import { randomBytes } from 'node:crypto'

export const newEpoch = (): string => randomBytes(9).toString('base64url')
