/**
 * The one hash under which we keep what must be recognised and never read again: visitor tokens, API keys, a message's original text.
 * Plain and fast, so only for secrets with enough random bits that nobody can try them all; never for passwords.
 */

import { createHash } from 'node:crypto'

/** In base64url without padding, as it stands in the database: another form would forget every token and key. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
