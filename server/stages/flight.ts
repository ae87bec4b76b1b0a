/**
 * One text that many read while it is being written. Whoever boards a flight reads all of it from its beginning: what is there so far at a reader's pace, then
 * what comes, as it comes. Each reads for itself, and holds nothing but a place in the one text that all share.
 *
 * A flight is the work of its first passenger and belongs to nobody: it goes on without the one who began it, and ends when the last one leaves. An attempt
 * that fails and is followed by another begins anew for everybody. A flight that fails has no more seats from that moment on. One that has landed may still be
 * boarded until it is forgotten: its text is on its way to where it is kept, and who comes meanwhile shall not have it written a second time.
 *
 * Only those who name the same key share a flight. This file knows of nothing but text.
 */

/** What is read. `again` is asked once, when the text has failed: another attempt, from the beginning, where there is one to make. */
export type Attempt<Self> = { text: AsyncIterable<string>; again?: (fault: unknown) => Self | undefined }

export type Boarding<A> = {
  /** Begins the text, where nobody is at it. The signal is aborted when nobody reads any more. */
  lead: (signal: AbortSignal) => A
  /** The passenger leaves when it is aborted. */
  signal: AbortSignal
  /** Which try it is; told back by the seats of a flight that this one begins. */
  round: number
}

export type Seat<A> = {
  /** Whether this passenger began the flight. */
  leads: boolean
  round: number
  /** The attempt that is being written now. */
  part: Part<A>
  /** True for the first one of a landed flight who asks. */
  claim: () => boolean
  /** Nobody boards it any more, once it has landed. */
  forget: () => void
}

/** One attempt, as a passenger reads it. */
export type Part<A> = {
  attempt: A
  read: (signal: AbortSignal) => AsyncGenerator<string, void, undefined>
  /** The attempt that took its place when it failed with this. */
  after: (fault: unknown) => Part<A> | undefined
}

type Take<A> = { attempt: A; text: string; state: 'flying' | 'landed' | 'failed'; fault: unknown; next: Take<A> | undefined }

type Flight<A> = {
  round: number
  take: Take<A>
  passengers: Set<object>
  /** Those who have read all that there is. */
  waiting: Set<() => void>
  nobodyReads: AbortController
  isClaimed: boolean
  forget: () => void
  done: Promise<void>
}

export type FlightsOptions = {
  /** What is there already, at a reader's pace. */
  catchUp: (text: string, signal: AbortSignal) => AsyncIterable<string>
  /** A flight can no longer be boarded. */
  forgotten: (key: string) => void
  /** A landed flight is forgotten after so long, if nobody has said so before. */
  lingerMs: number
}

/** Who has no more than this to read is with the others. UTF-16 units. */
const NEAR_UNITS = 60

export function createFlights<A extends Attempt<A>>({ catchUp, forgotten, lingerMs }: FlightsOptions) {
  const flights = new Map<string, Flight<A>>()

  function takeOff(key: string, { lead, round }: Boarding<A>): Flight<A> {
    const nobodyReads = new AbortController()
    const flight: Flight<A> = {
      round,
      take: takeOf(lead(nobodyReads.signal)),
      passengers: new Set(),
      waiting: new Set(),
      nobodyReads,
      isClaimed: false,
      forget() {
        if (flights.get(key) !== flight) return
        flights.delete(key)
        forgotten(key)
      },
      done: Promise.resolve(),
    }
    flights.set(key, flight)
    flight.done = fly(flight)
    return flight
  }

  async function fly(flight: Flight<A>): Promise<void> {
    for (let take: Take<A> | undefined = flight.take; take; take = take.next) {
      flight.take = take
      await write(flight, take)
      if (take.state === 'failed' && !take.next) flight.forget()
      wake(flight)
    }
    if (flight.take.state === 'landed') setTimeout(flight.forget, lingerMs).unref()
  }

  async function write(flight: Flight<A>, take: Take<A>): Promise<void> {
    const { attempt } = take
    try {
      for await (const piece of attempt.text) {
        take.text += piece
        wake(flight)
      }
      take.state = 'landed'
    } catch (fault) {
      take.state = 'failed'
      take.fault = fault
      const next = flight.nobodyReads.signal.aborted ? undefined : attempt.again?.(fault)
      // At once: who boards from here on reads the new one.
      if (next) flight.take = take.next = takeOf(next)
    }
  }

  function partOf(take: Take<A>, flight: Flight<A>, leave: () => Promise<void>): Part<A> {
    async function* read(signal: AbortSignal): AsyncGenerator<string, void, undefined> {
      const rouse = (): void => wake(flight)
      const hasFailed = (): boolean => take.state === 'failed'
      let offset = 0
      let goesOn = false
      signal.addEventListener('abort', rouse)
      try {
        // Meanwhile more is written, so there may be more to catch up with, and less each time.
        while (take.text.length - offset > NEAR_UNITS && !hasFailed()) {
          for await (const piece of catchUp(take.text.slice(offset), signal)) {
            if (hasFailed()) break
            offset += piece.length
            yield piece
          }
        }
        for (;;) {
          signal.throwIfAborted()
          if (hasFailed()) {
            goesOn = take.next !== undefined
            throw take.fault
          }
          if (offset < take.text.length) {
            const piece = take.text.slice(offset)
            offset = take.text.length
            yield piece
          } else if (take.state === 'landed') return
          else await new Promise<void>((resolve) => flight.waiting.add(resolve))
        }
      } finally {
        signal.removeEventListener('abort', rouse)
        if (!goesOn) await leave()
      }
    }

    return {
      attempt: take.attempt,
      read,
      after: (fault) => (take.next && fault === take.fault ? partOf(take.next, flight, leave) : undefined),
    }
  }

  return {
    /** A seat is left when its part has been read, or is no longer read, or the signal says so. Where that ends the flight, leaving takes until it has ended. */
    board(key: string, boarding: Boarding<A>): Seat<A> {
      const { signal } = boarding
      signal.throwIfAborted()
      const known = flights.get(key)
      const flight = known ?? takeOff(key, boarding)
      const passenger = {}
      flight.passengers.add(passenger)
      async function leave(): Promise<void> {
        signal.removeEventListener('abort', onAbort)
        flight.passengers.delete(passenger)
        if (flight.passengers.size > 0) return
        if (flight.take.state === 'flying') {
          flight.forget()
          flight.nobodyReads.abort(signal.reason)
        }
        await flight.done
      }
      const onAbort = (): void => void leave()
      signal.addEventListener('abort', onAbort)
      return {
        leads: !known,
        round: flight.round,
        part: partOf(flight.take, flight, leave),
        claim() {
          if (flight.take.state !== 'landed' || flight.isClaimed) return false
          return (flight.isClaimed = true)
        },
        forget() {
          if (flight.take.state === 'landed') flight.forget()
        },
      }
    },
    /** Flights that can be boarded. */
    get size() {
      return flights.size
    },
  }
}

const takeOf = <A>(attempt: A): Take<A> => ({ attempt, text: '', state: 'flying', fault: undefined, next: undefined })

function wake({ waiting }: Flight<unknown>): void {
  const all = Array.from(waiting)
  waiting.clear()
  for (const resolve of all) resolve()
}
