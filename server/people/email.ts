/** E-mail addresses as people write them and as they are compared. */

/** The same mailbox for all practical purposes: case is the only difference that people make without meaning it. */
export const emailKey = (email: string): string => email.trim().normalize('NFC').toLowerCase()
