import { expect, test } from 'vitest'
import { FLOOR_ACTIONS, type DeskFloor } from '../../shared/desk.ts'
import { mayChange } from '../../server/desk/transitions.ts'
import { mayAct } from './floor-actions.ts'

const at = { since: 1, reason: 'taken' } as const
const FLOORS = [
  { ...at, state: 'bot' },
  { ...at, state: 'waiting', queuedAt: 1 },
  { ...at, state: 'agent', person: { id: 'me', name: 'Mira' } },
  { ...at, state: 'agent', person: { id: 'other', name: 'Olu' } },
  { ...at, state: 'closed' },
] as DeskFloor[]

test('what the desk offers is what the server lets that person do', () => {
  for (const floor of FLOORS)
    for (const action of FLOOR_ACTIONS.filter((name) => mayAct(name, floor, 'me'))) {
      const holder = floor.state === 'agent' ? floor.person.id : undefined
      const isAllowed =
        action === 'assign' && floor.state === 'waiting'
          ? true
          : mayChange(action === 'assign' ? 'pass_on' : action, { ...floor, holder }, 'me')
      expect(isAllowed, `${action} in ${floor.state} of ${holder}`).toBe(true)
    }
})

test('each floor has what is needed to go on with it; that of a colleague is the colleague’s', () => {
  const offered = FLOORS.map((floor) =>
    FLOOR_ACTIONS.filter((action) => mayAct(action, floor, 'me'))
      .toSorted()
      .join(' '),
  )
  expect(offered).toEqual(['close take', 'assign close take', 'assign close hand_back', '', 'take'])
})
