import { describe, expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { checkStrength, createPasswords, PASSWORD_COST } from './password.ts'

const cheap = { costBits: 4, blockSize: 1, parallelism: 1 }

describe('passwords', () => {
  test('[P-LOGIN] are kept as salted hashes that name how they were made, and checked by that', async () => {
    const passwords = createPasswords(cheap)
    const [one, two] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')]
    expect(one).toMatch(/^scrypt\$4\$1\$1\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(two)
    expect(await passwords.check('correct horse', one)).toEqual({ isRight: true, isOld: false })
    expect(await passwords.check('correct horsE', one)).toEqual({ isRight: false, isOld: false })
    expect(await createPasswords({ ...cheap, costBits: 5 }).check('correct horse', one)).toEqual({ isRight: true, isOld: true })
    expect(await passwords.check('nobody', undefined)).toMatchObject({ isRight: false })
  })

  test('are the same however a keyboard composes them', async () => {
    const passwords = createPasswords(cheap)
    expect(await passwords.check('cafe\u0301 au lait', await passwords.hash('caf\u00e9 au lait'))).toMatchObject({ isRight: true })
  })

  test('[P-LOGIN] by default take 32 MB each', async () => {
    expect(PASSWORD_COST).toEqual({ costBits: 15, blockSize: 8, parallelism: 1 })
    const passwords = createPasswords()
    expect(await passwords.check('correct horse', await passwords.hash('correct horse'))).toEqual({ isRight: true, isOld: false })
  })

  test('[P-SLOW] a crowd of strangers is sent away, while somebody who is known is checked', async () => {
    const passwords = createPasswords({ ...cheap, costBits: 10 })
    const kept = await passwords.hash('correct horse')
    const crowd = Array.from({ length: 60 }, () => passwords.check('guess', kept))
    const known = passwords.check('correct horse', kept, { isKnown: true })
    const outcomes = await Promise.allSettled(crowd)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(31)
    expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } })
    expect(await known).toMatchObject({ isRight: true })
    expect(await passwords.check('correct horse', kept)).toMatchObject({ isRight: true })
  })

  test.each([
    ['too short', 'nine char'],
    ['too long', 'x1'.repeat(101)],
    ['one character', 'aaaaaaaaaaaa'],
    ['the address', 'Ada@Desk.Example'],
  ])('may not be %s', (_why, password) => {
    expect(() => checkStrength(password, 'ada@desk.example')).toThrow(Refusal)
    expect(() => checkStrength('ten chars!', 'ada@desk.example')).not.toThrow()
  })
})
