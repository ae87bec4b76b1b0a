import { describe, expect, it } from 'vitest'
import { createStorage } from './storage.ts'
import { createArea } from './testing/scripted-line.ts'

describe('storage', () => {
  it('keeps values under the site’s own prefix', () => {
    const area = createArea()
    createStorage('one', () => area).set('token', 'a')
    createStorage('two', () => area).set('token', 'b')
    expect([...area.values]).toEqual([
      ['kefu:one:token', 'a'],
      ['kefu:two:token', 'b'],
    ])
    expect(createStorage('one', () => area).get('token')).toBe('a')
    expect(createStorage('one', () => area).keys('tok')).toEqual(['token'])
  })

  it.each([
    [
      'denied when touched',
      () => () => {
        throw new Error('denied')
      },
    ],
    ['absent', () => () => null],
    [
      'denied at every call',
      () => {
        const area = createArea()
        area.denied = true
        return () => area
      },
    ],
  ])('works from memory where the browser’s is %s', (_what, make) => {
    const storage = createStorage('KEY', make())
    storage.set('a', '1')
    expect(storage.get('a')).toBe('1')
    expect(storage.keys('')).toEqual(['a'])
    storage.remove('a')
    expect(storage.get('a')).toBeUndefined()
    expect(storage.keys('')).toEqual([])
  })

  it('goes on when the browser changes its mind in the middle of a visit', () => {
    const area = createArea()
    const storage = createStorage('KEY', () => area)
    storage.set('a', 'old')
    area.denied = true
    storage.set('a', 'new')
    storage.set('b', 'only here')
    area.denied = false
    expect(storage.get('a')).toBe('new')
    expect(storage.keys('').sort()).toEqual(['a', 'b'])
  })

  it('does not bring back what could not be removed', () => {
    const area = createArea()
    const storage = createStorage('KEY', () => area)
    storage.set('a', '1')
    area.denied = true
    storage.remove('a')
    area.denied = false
    expect(storage.get('a')).toBeUndefined()
    expect(storage.keys('')).toEqual([])
  })
})
