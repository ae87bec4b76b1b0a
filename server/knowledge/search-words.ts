/**
 * The words by which passages are found. Both sides, passages and questions, go through the same: compatibility forms and case do not count, endings of English
 * words are taken off, words that every text has are left out, and languages without spaces are cut into words.
 */

/** Runs of letters and digits; an apostrophe inside is part of the word. */
const RUN = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const HAN = /\p{Script=Han}/u

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
/** Finding words costs the square of the length of what is looked at. */
const SEGMENTED_UNITS = 400

/** In order, with repetitions. */
export function searchWords(text: string): string[] {
  const words: string[] = []
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (WITHOUT_SPACES.test(run)) words.push(...cutWords(run))
    else if (!COMMON.has(run) && !/^\d$/.test(run)) words.push(stem(run.replace(/['’](?:s$)?/g, '')))
  }
  return words
}

/**
 * The dictionary tells where the common words are, and where words of Japanese or Thai end. What remains of Chinese between them becomes
 * characters and pairs of neighbours, because dictionaries do not agree on its words: one cuts 退货 in two, another keeps 退货政策 whole.
 */
function cutWords(run: string): string[] {
  const words: string[] = []
  let han = ''
  const pair = (): void => {
    for (let at = 0; at + 2 <= han.length; at++) words.push(han.slice(at, at + 2))
    han = ''
  }
  for (let from = 0; from < run.length; from += SEGMENTED_UNITS) {
    for (const { segment, isWordLike } of segmenter.segment(run.slice(from, from + SEGMENTED_UNITS))) {
      const isTelling = isWordLike === true && !COMMON.has(segment)
      if (isTelling && HAN.test(segment)) {
        han += segment
        if (segment.length === 1) words.push(segment)
        continue
      }
      pair()
      if (isTelling) words.push(segment)
    }
  }
  pair()
  return words
}

/** Crude on purpose: it only has to do the same to “deliveries”, “delivered” and “delivery”. */
function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word
  const bare = word
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?<=[a-z]{3})(?:ing|ed|es|s)$/, '')
    .replace(/(?<=[a-z]{3})(?:e|y)$/, '')
  return bare.replace(/([bdfgmnprt])\1$/, '$1')
}

const COMMON = new Set([
  ...'a about after all also am an and any are as at be because been before being both but by can cannot could did do does doing don during each either for from further get give go got had has have having he hello help her hey here hers hi him his how i if im in into is it its ive just know let like long may me might mine more most much must my need no nor not of off old on once only or other our out over own please same shall she should so some such sure take tell than thank thanks that the their them then there these they this those through to too under until up us very want was we were what whats when where which while who whom why will with would yes you your yours'.split(
    ' ',
  ),
  ...'的 了 吗 呢 吧 啊 呀 嘛 我 你 您 他 她 它 我们 你们 他们 是 在 有 和 与 或 也 都 就 还 要 想 能 可以 会 请 请问 一下 这 那 这个 那个 什么 怎么 怎样 如何 为什么 哪 哪里 哪个 多少 几 个 不 没 没有 很 把 被 给 对 从 到 让 吗 么 你好 您好 谢谢 知道 告诉 一 上 下 里 用 需要 多久 多长 多长时间 长 时间 时候 几天 得 会不会 能不能 是不是 可不可以 帮 帮我 我要 我想 吗'.split(
    ' ',
  ),
])
