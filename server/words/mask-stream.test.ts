import { describe, expect, it } from 'vitest'
import { compileWords } from './filter.ts'
import { maskStream } from './mask-stream.ts'
import type { Match } from './rule.ts'
import { list } from './testing/case.ts'
import { sourceOf } from './testing/ways.ts'

const filter = compileWords([list(['secret'])])

async function collected(source: AsyncIterable<string>): Promise<string[]> {
  const pieces: string[] = []
  for await (const piece of source) pieces.push(piece)
  return pieces
}

describe('a stream of text that is masked on its way', () => {
  it('gives a word that comes in three tokens as one mask', async () => {
    const pieces = await collected(maskStream(filter, sourceOf(['my se', 'cre', 't lamp'])))
    expect(pieces.join('')).toBe('my •••••• lamp')
    expect(pieces[0]).toBe('my ')
  })

  it.each(['we d a r k', 'we d a r kit', 'to d  a d a r k and', 'd,a,r,k', 'a d-a-r-ken', '深d,a,r,k了', 'x d a d a r', '黑，暗 黑,暗,黑'])(
    'masks the same of “%s” in two or three pieces, wherever they are cut',
    (text) => {
      const spelled = compileWords([list(['dark', '黑暗'], { foldings: ['inserted'], wholeWords: false })])
      const whole = spelled.mask(text).text
      for (let first = 1; first < text.length; first += 1) {
        for (let second = first; second <= text.length; second += 1) {
          const stream = spelled.stream()
          const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)]
          expect(pieces.map((piece) => stream.push(piece)).join('') + stream.end(), pieces.join('|')).toBe(whole)
        }
      }
    },
  )

  it('gives no empty pieces', async () => {
    expect(await collected(maskStream(filter, sourceOf(['', 'sec', '', 'ond', ''])))).toEqual(['second'])
  })

  it('gives what was held when the source ends', async () => {
    expect((await collected(maskStream(filter, sourceOf(['a sec'])))).join('')).toBe('a sec')
  })

  it('leaves out of a source that was cut what could have become a word, and nothing else', async () => {
    const wasCut = (): boolean => true
    expect((await collected(maskStream(filter, sourceOf(['a sec']), { wasCut }))).join('')).toBe('a ')
    expect((await collected(maskStream(filter, sourceOf(['a secret sec']), { wasCut }))).join('')).toBe('a •••••• ')
    expect((await collected(maskStream(filter, sourceOf(['a lamp']), { wasCut }))).join('')).toBe('a lamp')
  })

  it('passes on the error of its source, and what was held then never leaves', async () => {
    async function* failing(): AsyncGenerator<string> {
      yield 'a sec'
      throw new Error('the model stopped')
    }
    const pieces: string[] = []
    const reading = async (): Promise<void> => {
      for await (const piece of maskStream(filter, failing())) pieces.push(piece)
    }
    await expect(reading()).rejects.toThrow('the model stopped')
    expect(pieces).toEqual(['a '])
  })

  it('ends its source when the reader stops early', async () => {
    let isClosed = false
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield 'word '
      } finally {
        isClosed = true
      }
    }
    for await (const piece of maskStream(filter, endless())) {
      expect(piece).not.toBe('')
      break
    }
    expect(isClosed).toBe(true)
  })

  it('tells of a match before its mask is given', async () => {
    const told: Match[] = []
    let text = ''
    for await (const piece of maskStream(filter, sourceOf(['a sec', 'ret', ' and another secret']), {
      matched: (match) => told.push(match),
    })) {
      text += piece
      expect(told.map(({ start, end }) => end - start).reduce((sum, length) => sum + length, 0)).toBeGreaterThanOrEqual(
        text.split('•').length - 1,
      )
    }
    expect(told.map(({ start, end }) => [start, end])).toEqual([
      [2, 8],
      [21, 27],
    ])
    expect(text).toBe('a •••••• and another ••••••')
  })
})

describe('a long word that is only noted', () => {
  const word = 'abcdefghij'.repeat(12)
  const noted = compileWords([{ ...list([word]), wholeWords: true, rules: [{ word, category: 'long', action: 'flag' }] }])
  const startsOf = (text: string): number[] => {
    const starts: number[] = []
    const stream = noted.stream(({ start }) => void starts.push(start))
    expect(Array.from(text, (letter) => stream.push(letter)).join('') + stream.end()).toBe(text)
    return starts
  }

  it('is found although its beginning was let go long ago', () => {
    expect(startsOf(`${'so it goes, '.repeat(20)}${word} on`)).toEqual([240])
  })

  it('is not found within another word, although what stands before it was let go', () => {
    expect(startsOf(`and x${word} on`)).toEqual([])
  })

  const chinese = 'a中文字'.repeat(30)
  const spread = `a${Array.from({ length: 30 }, () => '中，。、；：？《文，。、；：？《字').join('a')}`
  it.each([
    ['is found with signs put in, a thousand code units long', `so it goes, ${spread}了`, [12]],
    ['is not found behind a letter, with signs put in, a thousand code units long', `so it goes, x${spread}了`, []],
  ])('%s', (_, text, expected) => {
    const starts: number[] = []
    const stream = compileWords([list([chinese], { wholeWords: true, action: 'flag' })]).stream(({ start }) => void starts.push(start))
    for (const piece of text.match(/.{1,3}/gsu) ?? []) stream.push(piece)
    stream.end()
    expect(starts).toEqual(expected)
  })
})
