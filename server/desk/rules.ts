/** What a tenant decides about its desk. */

import type { DeskSettings } from '../../shared/desk-settings.ts'

export type DeskRules = Pick<DeskSettings, 'assignment' | 'goneAfterSeconds'>

const USUAL: DeskRules = { assignment: 'by_hand', goneAfterSeconds: 60 }

export const deskRules = (own: Partial<DeskRules> = {}): DeskRules => ({ ...USUAL, ...own })
