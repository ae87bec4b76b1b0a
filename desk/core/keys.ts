/** The keyboard of the desk: which keys do what, in one table that the help sheet and the documentation show. */

export type KeyCommand =
  | 'next'
  | 'previous'
  | 'view-mine'
  | 'view-waiting'
  | 'view-all'
  | 'view-closed'
  | 'tickets'
  | 'search'
  | 'take'
  | 'next-waiting'
  | 'reply'
  | 'note'
  | 'suggest'
  | 'summary'
  | 'hand-back'
  | 'close'
  | 'details'
  | 'help'

export type KeyRow = { readonly keys: readonly string[]; readonly command: KeyCommand }

/** `g m` is one key after the other. */
export const KEYS: readonly KeyRow[] = [
  { keys: ['j'], command: 'next' },
  { keys: ['k'], command: 'previous' },
  { keys: ['g m'], command: 'view-mine' },
  { keys: ['g w'], command: 'view-waiting' },
  { keys: ['g a'], command: 'view-all' },
  { keys: ['g c'], command: 'view-closed' },
  { keys: ['g t'], command: 'tickets' },
  { keys: ['/'], command: 'search' },
  { keys: ['w'], command: 'next-waiting' },
  { keys: ['t'], command: 'take' },
  { keys: ['r'], command: 'reply' },
  { keys: ['n'], command: 'note' },
  { keys: ['s'], command: 'suggest' },
  { keys: ['m'], command: 'summary' },
  { keys: ['b'], command: 'hand-back' },
  { keys: ['e'], command: 'close' },
  { keys: ['i'], command: 'details' },
  { keys: ['?'], command: 'help' },
]

const BY_KEY = new Map(KEYS.flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)))
/** How long the first of two keys is remembered. */
const SEQUENCE_MS = 1_200

type Press = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

/** Reads key after key. Whoever writes text is not giving commands: `isWriting` presses are to be left out by the caller. */
export function createKeyReader(now: () => number): (press: Press) => KeyCommand | undefined {
  let prefix = ''
  let prefixAt = 0
  return ({ key, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey) return undefined
    const whole = prefix && now() - prefixAt < SEQUENCE_MS ? `${prefix} ${key}` : key
    prefix = ''
    if (key === 'g') {
      prefix = key
      prefixAt = now()
      return undefined
    }
    return BY_KEY.get(whole)
  }
}
