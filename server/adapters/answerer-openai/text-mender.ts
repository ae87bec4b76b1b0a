/**
 * Makes streamed text well-formed. Some servers cut tokens between the halves of a surrogate pair and send each as its
 * own JSON escape: held back until the other half comes, they are the emoji that the model meant. Halves that stay
 * alone, and NUL, become U+FFFD, because nothing behind this point may hold them.
 */
export type TextMender = {
  add(text: string): string
  /** What is still held back. */
  end(): string
}

const endsInHalf = (text: string): boolean => {
  const last = text.charCodeAt(text.length - 1)
  return last >= 0xd800 && last <= 0xdbff
}

const mend = (text: string): string => text.replace(/[\0\p{Cs}]/gu, '\uFFFD')

export function createTextMender(): TextMender {
  let held = ''
  return {
    add(text) {
      const all = held + text
      held = endsInHalf(all) ? all.slice(-1) : ''
      return mend(held === '' ? all : all.slice(0, -1))
    },
    end() {
      const last = mend(held)
      held = ''
      return last
    },
  }
}
