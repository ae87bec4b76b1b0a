/** The form in which wordings are compared. */

/** Same wording, same result: compatibility forms, case, punctuation and spaces do not count; symbols (C++, 50 %) do. */
export const normaliseQuestion = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘`]/g, '')
    .replace(/[\p{Cf}\p{Cc}]/gu, ' ')
    .replace(/[.,;:!?¿¡…"“”«»()[\]{}、。，；：！？「」『』（）【】《》~—–-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
