/** What is an address to write to. */

/** One mailbox and nothing else: no list, no name, no line break. */
export const isMailAddress = (value: string): boolean =>
  value.length <= 254 && /^[^\s,;:<>()[\]\\"@]{1,64}@[^\s,;:<>()[\]\\"@]+$/.test(value)
