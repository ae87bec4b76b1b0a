/** Stands for each code unit of a masked word. No character of Markdown: an asterisk would turn the rest of an answer bold. */
export const MASK = '•'

/** Places to be masked, and the text with them masked. */
export function createMasked() {
  let hidden: { start: number; end: number }[] = []
  return {
    isEmpty: () => hidden.length === 0,
    hide(start: number, end: number): void {
      hidden.push({ start, end })
    },
    /** The text from `from` to `to`. Must be asked for one after another. */
    take({ text, base }: { text: string; base: number }, from: number, to: number): string {
      if (hidden.length === 0) return text.slice(from - base, to - base)
      if (hidden.length > 1) hidden.sort((a, b) => a.start - b.start)
      let taken = ''
      let at = from
      for (const { start, end } of hidden) {
        if (start >= to) break
        taken += text.slice(at - base, Math.max(at, start) - base)
        at = Math.max(at, start)
        const masked = Math.max(0, Math.min(end, to) - at)
        taken += MASK.repeat(masked)
        at += masked
      }
      hidden = hidden.filter(({ end }) => end > to)
      return taken + text.slice(at - base, Math.max(at, to) - base)
    },
  }
}
