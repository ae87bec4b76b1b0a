/** Masks a text that comes in pieces, whatever is in it. */

import { contextOf } from './boundary.ts'
import type { Calm } from './calm.ts'
import type { Masking } from './masking.ts'
import { createReading } from './reading.ts'
import type { Vocabulary } from './vocabulary.ts'

export type Careful = {
  /** Answers what may be shown now. */
  push(text: string): string
  /** Answers what was still held back. */
  end(): string
  /** Goes on from where the calm reader has come to. */
  takeOver(calm: Calm): void
  /** Leaves it to the calm reader to go on, if that can. */
  giveBack(calm: Calm): boolean
}

/** Read text that is needed no more is cut off when there is so much of it. */
const MUCH = 64

export function createCareful(vocabulary: Vocabulary, { masked, weighing }: Masking): Careful {
  const reading = createReading(vocabulary, weighing)
  const { piece } = reading
  let released = 0

  function release(): string {
    const open = reading.readOn()
    // A match that ends behind what is open for another action is let go in two parts.
    const text = masked.take(piece, released, open)
    released = Math.max(released, open)
    return text
  }

  function forget(): void {
    const from = contextOf(piece, Math.min(released, reading.neededFrom()))
    piece.text = piece.text.slice(from - piece.base)
    piece.base = from
  }

  return {
    push(text) {
      piece.text += text
      const shown = release()
      if (released - piece.base > MUCH) forget()
      return shown
    },
    end() {
      piece.final = true
      return release()
    },
    takeOver(calm) {
      reading.takeOver(calm)
      released = calm.released()
    },
    giveBack: (calm) => reading.giveBack(calm, released),
  }
}
