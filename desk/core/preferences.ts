/** What a person decided about this browser: language, colours, sound, notifications. */

import type { DeskStorage } from './storage.ts'
import { createValue, type Readable } from './value.ts'

export type Preferences = {
  /** `auto`: as the browser has it. */
  readonly language: 'auto' | 'en' | 'zh'
  readonly scheme: 'auto' | 'light' | 'dark'
  readonly sound: boolean
  readonly notifications: boolean
}

const AT_FIRST: Preferences = { language: 'auto', scheme: 'auto', sound: false, notifications: false }

export type PreferencesStore = Readable<Preferences> & { change(changes: Partial<Preferences>): void }

export function createPreferences(storage: DeskStorage): PreferencesStore {
  const value = createValue<Preferences>({ ...AT_FIRST, ...read(storage.get('preferences')) })
  return {
    get: value.get,
    subscribe: value.subscribe,
    change(changes) {
      value.set({ ...value.get(), ...changes })
      storage.set('preferences', JSON.stringify(value.get()))
    },
  }
}

/** Anything may lie in storage: what is not one of ours is left out. */
function read(stored: string | undefined): Partial<Preferences> {
  try {
    const { language, scheme, sound, notifications } = JSON.parse(stored ?? '{}') as Record<string, unknown>
    return {
      ...(language === 'en' || language === 'zh' ? { language } : {}),
      ...(scheme === 'light' || scheme === 'dark' ? { scheme } : {}),
      ...(sound === true ? { sound } : {}),
      ...(notifications === true ? { notifications } : {}),
    }
  } catch {
    return {}
  }
}
