/**
 * What makes a question another one although most of its words are the same: a “not”, a number, a currency, a name, a word that means the contrary, another word that asks,
 * or two things that have changed places. English.
 */

const setsOf = (groups: string): Set<string>[] => groups.split(';').map((group) => new Set(group.trim().split(/\s+/)))

const NEGATIONS = new Set('not no never without neither nor none nothing nobody unable instead except unless'.split(' '))

/** Words of one side are the contraries of those of the other. */
const CONTRARIES: readonly (readonly [Set<string>, Set<string>])[] = `
 enable activate start on : disable deactivate stop off; lock block freeze : unlock unblock unfreeze; subscribe join signup register : unsubscribe leave cancel unregister;
 install : uninstall; login signin : logout signout out; increase raise more higher up upgrade maximum max most : decrease lower reduce less down downgrade minimum min least;
 deposit topup add send pay top : withdraw withdrawal remove delete receive get refund; open : close; show : hide; before : after; upload : download unload;
 success succeed successful accept accepted work working approve approved : fail failed decline declined reject rejected broken; buy purchase : sell return;
 connect link attach bind pair : disconnect unlink detach unbind unpair; first earliest new newest : last latest old oldest; early : late; include included : exclude excluded;
 incoming inbound : outgoing outbound; import : export; lend : borrow; sender seller from : recipient receiver buyer to; find : lose lost; cheap cheaper : expensive; personal private
 : business public; debit : credit; with : without; allow allowed : forbid forbidden deny denied; online : offline; virtual : physical; monthly : yearly annual annually;
 in : out; inside : outside; credited : debited; change : keep; was were did had : will; domestic : international abroad foreign; single : multiple; arrive : leave`
  .split(';')
  .map((pair) => {
    const [one = '', other = ''] = pair.split(':')
    return [setsOf(one)[0] ?? new Set<string>(), setsOf(other)[0] ?? new Set<string>()] as const
  })

const CURRENCIES = new Set(
  (
    'usd eur gbp chf jpy cny rmb aud cad dollar euro pound sterling yen yuan franc rupee peso krona zloty ruble lira real won bitcoin ethereum ' +
    'crypto cryptocurrency fiat $ € £ ¥'
  ).split(' '),
)
const NUMBERS = new Set(
  'one two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred thousand million once twice double half'.split(
    ' ',
  ),
)
const ASKING = new Set('why when where who whose your'.split(' '))
const AMOUNTS = new Set('long much many often far soon fast old'.split(' '))
const DIRECTIONS = new Set('from to into onto in out than before after over under instead against for by with'.split(' '))

/** What both must have, and as often. */
const isTelling = (word: string): boolean =>
  NEGATIONS.has(word) || CURRENCIES.has(word) || NUMBERS.has(word) || ASKING.has(word) || /[\p{N}\p{S}]/u.test(word)

/** Of words as `englishWords` gives them. */
export function isSameMeaning(asked: readonly string[], wording: readonly string[]): boolean {
  const [one, other] = [asked, wording].map((words) => kernelOf(words).join(' '))
  return (
    one === other && !isContrary(asked, wording) && !isContrary(wording, asked) && !isTurned(asked, wording) && !isReordered(asked, wording)
  )
}

function kernelOf(words: readonly string[]): string[] {
  return words
    .flatMap((word, index) => (isTelling(word) ? word : AMOUNTS.has(word) && words[index - 1] === 'how' ? `how ${word}` : []))
    .toSorted()
}

/** A word of the one means the contrary of a word of the other, and is not in that one. */
function isContrary(asked: readonly string[], wording: readonly string[]): boolean {
  return CONTRARIES.some(([some, others]) => {
    const isOf = (side: Set<string>, words: readonly string[]): boolean => words.some((word) => side.has(word))
    return isOf(some, asked) && !isOf(others, asked) && isOf(others, wording) && !isOf(some, wording)
  })
}

/** What follows “from” or “to” in the one stands elsewhere in the other. */
function isTurned(asked: readonly string[], wording: readonly string[]): boolean {
  return asked.some((word, index) => {
    const at = DIRECTIONS.has(word) ? wording.indexOf(word) : -1
    const [follows, instead] = [asked[index + 1], wording[at + 1]]
    if (at === -1 || follows === undefined || instead === undefined || follows === instead) return false
    return wording.includes(follows) || asked.includes(instead)
  })
}

/** The same words in another order: who pays whom. */
function isReordered(asked: readonly string[], wording: readonly string[]): boolean {
  return (
    asked.length === wording.length && asked.join(' ') !== wording.join(' ') && asked.toSorted().join(' ') === wording.toSorted().join(' ')
  )
}
