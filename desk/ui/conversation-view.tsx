/** One conversation: who it is with and who answers, what was said, and what to say. */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { ApiFault } from '../core/api.ts'
import { followConversation } from '../core/conversation.ts'
import { mayAct } from '../core/floor-actions.ts'
import type { FloorAction } from '../../shared/desk.ts'
import { Avatar } from './avatar.tsx'
import { Composer } from './composer.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { BackIcon, InfoIcon } from './icons.tsx'
import { Link } from './link.tsx'
import { customerName, floorText, siteName } from './names.ts'
import { Timeline } from './timeline.tsx'
import { useCommand, useValue, useWorkplace } from './workplace.ts'

/** Below this width the details lie over the conversation and are closed at first. */
const WIDE = '(min-width: 1180px)'
/** Where a field that gets the focus brings up a keyboard over half of the screen. */
const TOUCH = '(pointer: coarse)'

/** Followed as long as it is shown: another conversation is another view. */
export function ConversationView({ id }: { id: string }) {
  const { desk, words, route, say, sayFault } = useWorkplace()
  const follower = useMemo(() => desk.openConversation(id, followConversation), [])
  const open = useValue(follower.state)
  const { summary, detail, viewers, typists, fault } = open
  const [hasDetails, setDetails] = useState(() => matchMedia(WIDE).matches)
  const [isBusy, setBusy] = useState(false)
  const running = useRef<{ action: FloorAction; done: Promise<boolean> } | undefined>(undefined)
  const heading = useRef<HTMLHeadingElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const view = route.page === 'inbox' ? route.view : 'all'

  const floor = summary?.floor
  const me = desk.me.person.id
  const isMine = floor?.state === 'agent' && floor.person.id === me
  const isOthers = floor?.state === 'agent' && !isMine
  const may = (action: FloorAction): boolean => desk.mayAnswer && floor !== undefined && mayAct(action, floor, me)

  async function change(action: FloorAction, person: string | undefined): Promise<boolean> {
    try {
      await desk.changeFloor(id, action, person)
      return true
    } catch (error) {
      // Somebody was quicker; what is shown by now says who.
      if (error instanceof ApiFault && error.status === 409) say(words.someoneQuicker)
      else sayFault(error)
      return false
    }
  }

  /** Asked for twice, by a click and by what is sent with it, it is meant once; anything else waits for its own hand. */
  async function act(action: FloorAction, person?: string): Promise<boolean> {
    if (running.current) return running.current.action === action && running.current.done
    const focused = document.activeElement
    const done = change(action, person)
    running.current = { action, done }
    setBusy(true)
    await done
    running.current = undefined
    setBusy(false)
    if ((action === 'take' || person === me) && (await done)) write(focused)
    return done
  }

  /** Who has taken over wants to write, unless they have gone elsewhere meanwhile. The button that was pressed may be gone, and its focus with it. */
  function write(since: Element | null) {
    const now = document.activeElement
    if ((now === since || now === document.body) && !matchMedia(TOUCH).matches) field.current?.focus()
  }

  useCommand('take', may('take') ? () => void act('take') : undefined)
  useCommand('hand-back', may('hand_back') ? () => void act('hand_back') : undefined)
  useCommand('close', may('close') ? () => void act('close') : undefined)
  useCommand('details', () => setDetails(!hasDetails))
  useEffect(() => heading.current?.focus(), [])
  useEffect(() => () => desk.closeConversation(follower), [])

  if (fault && !summary)
    return (
      <main class="sheet nothing">
        <p role="alert">{fault === 'offline' ? words.faults.offline : words.conversationGone}</p>
        <Link to={{ page: 'inbox', view }} class="button">
          {words.backToInbox}
        </Link>
      </main>
    )
  const name = customerName(detail?.visitor ?? summary?.visitor ?? { id: '' }, words)
  const writing = typists.map(({ name: colleague }) => colleague)
  return (
    <>
      <main class="sheet conversation" aria-label={words.conversationWith(name)}>
        <header class="conversation-head">
          <Link to={{ page: 'inbox', view }} class="tool back">
            <BackIcon />
            <span class="hidden">{words.backToInbox}</span>
          </Link>
          <div class="titles">
            <h2 ref={heading} tabIndex={-1} dir="auto">
              {name}
            </h2>
            <p>
              {summary && siteName(desk.me.sites, summary)}
              {detail?.visitor.locale && ` · ${detail.visitor.locale}`}
            </p>
          </div>
          {floor && (
            <span class="chip" data-floor={floor.state} data-mine={isMine || undefined}>
              {isMine ? words.floors.mine : floorText(floor, words)}
            </span>
          )}
          {viewers.length > 0 && (
            <span class="viewers" role="img" aria-label={words.alsoHere(viewers.map((person) => person.name))}>
              {viewers.map((person) => (
                <Avatar key={person.id} id={person.id} name={person.name} />
              ))}
            </span>
          )}
          <div class="actions">
            {may('take') && (
              <button class="button" data-strong type="button" aria-disabled={isBusy} onClick={() => void act('take')}>
                {words.take} <kbd aria-hidden="true">t</kbd>
              </button>
            )}
            {may('hand_back') && (
              <button class="button" type="button" aria-disabled={isBusy} onClick={() => void act('hand_back')}>
                {words.handBack}
              </button>
            )}
            {may('assign') && <Assign assign={(person) => void act('assign', person)} />}
            {may('close') && (
              <button class="button" type="button" aria-disabled={isBusy} onClick={() => void act('close')}>
                {words.closeConversation}
              </button>
            )}
            <button class="tool" type="button" aria-pressed={hasDetails} onClick={() => setDetails(!hasDetails)}>
              <InfoIcon />
              <span class="hidden">{words.details}</span>
            </button>
          </div>
        </header>
        {(viewers.length > 0 || writing.length > 0) && (
          <p class="strip" role="status" data-strong={writing.length > 0 || undefined}>
            {writing.length > 0 ? words.colleagueWrites(writing) : words.alsoHere(viewers.map((person) => person.name))}
          </p>
        )}
        <Timeline follower={follower} />
        {desk.mayAnswer && <Composer follower={follower} field={field} isMine={isMine} isOthers={isOthers} take={() => act('take')} />}
      </main>
      {hasDetails && <DetailsPanel open={open} close={() => setDetails(false)} />}
    </>
  )
}

function Assign({ assign }: { assign(person: string): void }) {
  const { desk, words } = useWorkplace()
  const members = useValue(desk.team.members)
  return (
    <select
      aria-label={words.assign}
      value=""
      onChange={(event) => {
        const { value } = event.currentTarget
        event.currentTarget.value = ''
        if (value) assign(value)
      }}
    >
      <option value="">{words.assign}</option>
      {members.map(({ id, name, presence }) => (
        <option key={id} value={id}>
          {name} · {words.presences[presence]}
        </option>
      ))}
    </select>
  )
}
