/** Reads what kind of message this is, by its words alone: without network, without waiting, in English and Chinese. */

import type { Reading } from './reading.ts'
import { wishForPerson } from './wish-for-person.ts'

export const readIntent = (text: string): Reading =>
  wishForPerson(text)
    ? { intent: 'person', sure: true, because: 'rule:wish_for_person' }
    : { intent: 'ordinary', sure: false, because: 'none' }
