/** What the model says in the bench: Markdown of every kind that a support answer has, with marks by which its text is found again. */

const PARTS: ((mark: string) => string)[] = [
  (mark) => `Your parcel **leaves tomorrow** and is with you in _two to four_ days, Monday to Friday (${mark}).`,
  (mark) =>
    `- Packed by hand, in paper and no plastic\n- Sent with a [tracking link](https://shop.example/track) by e-mail\n- Left with a neighbour if you say so (${mark})`,
  (mark) => `### If something is broken\n\nTell us within \`30\` days, and keep the box until then; we send another one (${mark}).`,
  (mark) => '```json\n{ "order": 4711, "status": "packed" }\n```\n\n' + `That is what your shop’s page shows for it (${mark}).`,
  (mark) => `| Country | Days | Price |\n|---|---|---|\n| Ireland | 2 | €4 |\n| France | 4 | €9 |\n\nElsewhere it takes longer (${mark}).`,
]

const markOf = (index: number): string => `§${index}.`

/** As long as fits, to the last whole part, and the marks in it. */
export function longAnswer(units: number): { text: string; marks: string[] } {
  const marks: string[] = []
  let text = ''
  for (let index = 0; ; index++) {
    const part = PARTS[index % PARTS.length]?.(markOf(index)) ?? ''
    const longer = text === '' ? part : `${text}\n\n${part}`
    if (longer.length > units) return { text, marks }
    marks.push(markOf(index))
    text = longer
  }
}

/** A short answer that can be told from the others. */
export const shortAnswer = (index: number): string =>
  `${PARTS[0]?.(markOf(index)) ?? ''}\n\n- Change the address: until it is packed\n- Cancel: until it leaves`
