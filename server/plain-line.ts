/** Names and other single lines: nothing that breaks the line, steers a terminal, or turns round what stands beside it. */

export const isPlainLine = (text: string): boolean => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text)
