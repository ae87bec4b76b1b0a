import { setImmediate as drained } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { randomFrom } from '../testing/seeded-random.ts'
import { createFlights, type Attempt, type Part, type Seat } from './flight.ts'

type Told = { attempt: number; text: string }
interface TestAttempt extends Attempt<TestAttempt> {
  number: number
  source: Source
}

/** Says what it is told to, attempt by attempt, until nobody reads any more. */
class Source {
  readonly attempts: { text: string; fault?: Error }[] = []
  isOver = false
  isAborted = false
  private say: (piece: string | undefined | Error) => void = () => {}
  /** Broken off, and the next attempt has not begun. */
  isBetween = false

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => {
      this.isAborted = true
      this.end(new Error('aborted'))
    })
  }

  attempt(): TestAttempt {
    const number = this.attempts.push({ text: '' })
    this.isBetween = false
    const said: (string | undefined | Error)[] = []
    let wake = (): void => {}
    this.say = (piece) => {
      said.push(piece)
      wake()
    }
    async function* text(): AsyncIterable<string> {
      for (;;) {
        const piece = said.shift()
        if (piece instanceof Error) throw piece
        if (piece !== undefined) yield piece
        else if (said.length > 0) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    }
    return { number, source: this, text: text(), again: () => (this.isBetween ? this.attempt() : undefined) }
  }

  get present() {
    return this.attempts.at(-1)!
  }
  write(piece: string): void {
    this.present.text += piece
    this.say(piece)
  }
  land(): void {
    this.isOver = true
    this.say(undefined)
    this.say('')
  }
  breakOff(nextFollows: boolean): void {
    this.isBetween = nextFollows
    this.present.fault = new Error('broken')
    if (nextFollows) this.say(this.present.fault)
    else this.end(this.present.fault)
  }
  private end(fault: Error): void {
    this.isOver = true
    this.say(fault)
  }
}

type Passenger = {
  key: string
  seat: Seat<TestAttempt>
  source: Source
  leave: () => void
  told: Told[]
  pieces: number
  end: 'reads' | 'landed' | 'failed' | 'left'
}

function airport({ lingerMs = 60_000 } = {}) {
  const sources: { key: string; source: Source }[] = []
  const forgotten: string[] = []
  const flights = createFlights<TestAttempt>({
    async *catchUp(text) {
      for (let from = 0; from < text.length; from += 7) yield text.slice(from, from + 7)
    },
    forgotten: (key) => forgotten.push(key),
    lingerMs,
  })

  function board(key: string): Passenger {
    const away = new AbortController()
    const seat = flights.board(key, {
      lead(signal) {
        const source = new Source(signal)
        sources.push({ key, source })
        return source.attempt()
      },
      signal: away.signal,
      round: 1,
    })
    const { source } = seat.part.attempt
    const passenger: Passenger = { key, seat, source, leave: () => away.abort(new Error('left')), told: [], pieces: 0, end: 'reads' }
    void read(passenger, seat.part, away.signal)
    return passenger
  }

  async function read(passenger: Passenger, first: Part<TestAttempt>, signal: AbortSignal): Promise<void> {
    for (let part: Part<TestAttempt> | undefined = first; part;) {
      const told = { attempt: part.attempt.number, text: '' }
      passenger.told.push(told)
      try {
        for await (const piece of part.read(signal)) {
          told.text += piece
          passenger.pieces++
        }
        passenger.end = 'landed'
        return
      } catch (fault) {
        if (signal.aborted) {
          passenger.end = 'left'
          return
        }
        part = part.after(fault)
      }
    }
    passenger.end = 'failed'
  }

  return { flights, sources, forgotten, board }
}

/** What every passenger may count on, at any moment at which nothing more happens by itself. */
function check({ sources, passengers, flights }: { sources: { key: string; source: Source }[]; passengers: Passenger[]; flights: number }) {
  const flying = sources.filter(({ source }) => !source.isOver)
  expect(new Set(flying.map(({ key }) => key)).size).toBe(flying.length)
  expect(flights).toBeGreaterThanOrEqual(flying.length)
  for (const { key, source } of sources) {
    const aboard = passengers.filter((passenger) => passenger.source === source)
    expect(aboard.every((passenger) => passenger.key === key)).toBe(true)
    if (!source.isOver) expect(aboard.some(({ end }) => end === 'reads')).toBe(true)
    if (source.isAborted) expect(aboard.every(({ end }) => end === 'left' || end === 'failed')).toBe(true)
  }
  for (const { source, told, end } of passengers) {
    const last = told.at(-1)!
    const written = source.attempts[last.attempt - 1]!
    // Of one attempt, from its beginning, and never a word of another.
    for (const { attempt, text } of told) expect(source.attempts[attempt - 1]!.text.startsWith(text)).toBe(true)
    expect(told.map(({ attempt }) => attempt)).toEqual(told.map((_, index) => told[0]!.attempt + index))
    if (end === 'left') continue
    expect(last.attempt).toBe(source.attempts.length)
    if (end !== 'failed') expect(last.text).toBe(written.text)
    if (end === 'reads') expect(source.isOver).toBe(false)
    if (end === 'failed') expect(source.present.fault).toBeDefined()
  }
}

describe('a flight', () => {
  test.each(Array.from({ length: 16 }, (_, index) => 7_000 + index))(
    '[A-FLIGHT] gives each passenger the whole text of one attempt, in every order of boarding, leaving and failing (seed %i)',
    async (seed) => {
      const random = randomFrom(seed)
      const pick = <Item>(items: Item[]): Item | undefined => items[Math.floor(random() * items.length)]
      const { flights, sources, board } = airport()
      const passengers: Passenger[] = []
      const happened = new Set<string>()
      for (let step = 0; step < 120; step++) {
        const flying = pick(sources.filter(({ source }) => !source.isOver))?.source
        if (flying?.isBetween) await drained()
        const chance = random()
        if (chance < 0.25 || !flying) {
          passengers.push(board(pick(['a', 'b', 'c'])!))
          happened.add('board')
        } else if (chance < 0.4) pick(passengers.filter(({ end }) => end === 'reads'))?.leave()
        else if (chance < 0.85) flying.write(`${sources.length}.${flying.attempts.length}.${step};`)
        else if (chance < 0.9) flying.breakOff(true)
        else if (chance < 0.93) flying.breakOff(false)
        else if (chance < 0.97) flying.land()
        else pick(passengers)?.seat.forget()
        // Some things happen in the same breath.
        if (random() < 0.6) {
          await drained()
          check({ sources, passengers, flights: flights.size })
        }
      }
      await drained()
      check({ sources, passengers, flights: flights.size })
      for (const { end } of passengers) happened.add(end)
      for (const { source } of sources) if (source.isAborted) happened.add('aborted')
      expect([...happened]).toEqual(expect.arrayContaining(['board', 'left', 'landed']))
    },
  )

  test('[A-LEAVE] goes on without the one who began it, and ends with the last who leaves', async () => {
    const { flights, sources, board } = airport()
    const [first, second] = [board('a'), board('a')]
    const { source } = sources[0]!
    source.write('one ')
    first.leave()
    await drained()
    source.write('two')
    await drained()
    expect([first.end, source.isAborted]).toEqual(['left', false])
    expect(second.told).toEqual([{ attempt: 1, text: 'one two' }])
    second.leave()
    expect(source.isAborted).toBe(true)
    expect(flights.size).toBe(0)
    await drained()
    expect(second.end).toBe('left')
  })

  test('[A-LEAVE] is left by who stops between two attempts', async () => {
    const { sources, board } = airport()
    const only = board('a')
    const { source } = sources[0]!
    source.breakOff(true)
    only.leave()
    await drained()
    expect(source.isAborted).toBe(true)
  })

  test('[A-FLIGHT] starts over for everybody when an attempt is followed by another', async () => {
    const { sources, board } = airport()
    const early = board('a')
    const { source } = sources[0]!
    source.write('half a')
    await drained()
    source.breakOff(true)
    await drained()
    source.write('whole')
    const late = board('a')
    source.land()
    await drained()
    expect(early.told).toEqual([
      { attempt: 1, text: 'half a' },
      { attempt: 2, text: 'whole' },
    ])
    expect(late.told).toEqual([{ attempt: 2, text: 'whole' }])
  })

  test('[A-FLIGHT] is caught up with piece by piece by who boards late, until it is read live', async () => {
    const { sources, board } = airport()
    board('a')
    const { source } = sources[0]!
    source.write('x'.repeat(700))
    await drained()
    const late = board('a')
    source.write('y'.repeat(70))
    await drained()
    expect(late.told).toEqual([{ attempt: 1, text: `${'x'.repeat(700)}${'y'.repeat(70)}` }])
    expect(late.pieces).toBeGreaterThan(100)
    source.write('live')
    await drained()
    expect(late.pieces).toBeLessThan(115)
    expect(late.told[0]?.text.endsWith('ylive')).toBe(true)
  })

  test('[A-RETRY] that has failed is boarded by nobody', async () => {
    const { sources, forgotten, board } = airport()
    const first = board('a')
    sources[0]!.source.breakOff(false)
    await drained()
    expect(first.end).toBe('failed')
    expect(board('a').seat.leads).toBe(true)
    expect(forgotten).toEqual(['a'])
  })

  test('that has landed is boarded until it is forgotten, and claimed once', async () => {
    const { sources, board, flights } = airport()
    const first = board('a')
    expect(first.seat.claim()).toBe(false)
    sources[0]!.source.write('whole')
    sources[0]!.source.land()
    await drained()
    const late = board('a')
    await drained()
    expect([late.end, late.told]).toEqual(['landed', [{ attempt: 1, text: 'whole' }]])
    expect([late.seat.claim(), first.seat.claim()]).toEqual([true, false])
    late.seat.forget()
    expect(flights.size).toBe(0)
    expect(board('a').seat.leads).toBe(true)
    // Of another flight by now.
    first.seat.forget()
    expect(flights.size).toBe(1)
  })

  test('that has landed and that nobody claims is forgotten by itself', async () => {
    const { sources, board, flights } = airport({ lingerMs: 0 })
    board('a')
    sources[0]!.source.land()
    await expect.poll(() => flights.size, { interval: 1 }).toBe(0)
  })
})
