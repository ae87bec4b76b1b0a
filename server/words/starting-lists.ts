/**
 * Small lists to start with, one for each language of the product: profanity that is nothing else. What is an ordinary word or a name somewhere
 * is left out, and so is what only some find rude; an owner adds it in a line. The large lists that go around flag every other ordinary message.
 */

import { ar } from './starting/ar.ts'
import { de } from './starting/de.ts'
import { en } from './starting/en.ts'
import { es } from './starting/es.ts'
import { fr } from './starting/fr.ts'
import { ja } from './starting/ja.ts'
import { ko } from './starting/ko.ts'
import { pt } from './starting/pt.ts'
import { ru } from './starting/ru.ts'
import type { StartingList } from './starting/starting-list.ts'
import { zh } from './starting/zh.ts'

export const STARTING_LISTS: readonly StartingList[] = [en, zh, es, fr, de, pt, ru, ja, ko, ar]
