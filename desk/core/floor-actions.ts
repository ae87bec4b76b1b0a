/** What somebody may do to a floor, so that nothing is offered that the server would refuse: of a colleague nobody takes, and nobody passes on what the assistant has. */

import type { DeskFloor, FloorAction } from '../../shared/desk.ts'

export function mayAct(action: FloorAction, floor: DeskFloor, me: string): boolean {
  const { state } = floor
  const isMine = state === 'agent' && floor.person.id === me
  switch (action) {
    case 'take':
      return state !== 'agent'
    case 'assign':
      return isMine || state === 'waiting'
    case 'hand_back':
      return isMine
    case 'close':
      return isMine || state === 'waiting' || state === 'bot'
  }
}
