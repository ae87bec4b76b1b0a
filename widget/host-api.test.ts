import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHostApi } from './host-api.ts'
import type { Command, Commands } from './public-api.ts'

const NAMES = [
  'open',
  'close',
  'toggle',
  'show',
  'hide',
  'identify',
  'setAttributes',
  'setLocale',
  'setColorScheme',
  'reset',
  'shutdown',
] as const satisfies (keyof Commands)[]

const setUp = () => {
  const commands = Object.fromEntries(NAMES.map((name) => [name, vi.fn<(...values: unknown[]) => void>()])) as Record<
    (typeof NAMES)[number],
    ReturnType<typeof vi.fn>
  >
  return { commands, ...createHostApi('late-light', commands as unknown as Commands) }
}

const warn = vi.spyOn(console, 'warn')
beforeEach(() => void warn.mockImplementation(() => {}))
afterEach(() => void warn.mockReset())

describe('window.Kefu', () => {
  it('takes commands as lists, as they are written before the script is there', () => {
    const { api, commands } = setUp()
    api.push(['open'])
    api.push(['identify', { name: 'Ada' }])
    expect(commands.open).toHaveBeenCalledOnce()
    expect(commands.identify).toHaveBeenCalledWith({ name: 'Ada' })
  })

  it.each(NAMES)('has the command %s, as a function and in a list', (name) => {
    const { api, commands } = setUp()
    api[name]('value' as never)
    api.push([name, 'value'] as unknown as Command)
    expect(commands[name].mock.calls).toEqual([['value'], ['value']])
  })

  it('warns of a command that it does not know and goes on', () => {
    const { api } = setUp()
    const wrong = [['dance'], ['constructor'], ['site'], ['__proto__'], 'x', undefined, [{}], null]
    for (const command of wrong) api.push(command as Command)
    expect(warn).toHaveBeenCalledTimes(wrong.length)
    expect(warn.mock.calls[0]).toEqual(['Kefu: there is no command', 'dance'])
  })

  it('never throws into the page: a command that fails is a sentence in the console', () => {
    const { api, commands } = setUp()
    commands.setLocale.mockImplementation(() => {
      throw new Error('of no language')
    })
    api.setLocale({} as never)
    api.push(['setLocale', 'en'])
    expect(warn.mock.calls).toEqual([
      ['Kefu: setLocale failed', expect.objectContaining({ message: 'of no language' })],
      ['Kefu: setLocale failed', expect.objectContaining({ message: 'of no language' })],
    ])
  })

  it('tells handlers, until their undo is called', async () => {
    const { api, tell } = setUp()
    const heard: unknown[] = []
    const undo = api.on('unread-changed', (detail) => heard.push(detail))
    tell('unread-changed', { unread: 1 })
    await Promise.resolve()
    undo()
    undo()
    tell('unread-changed', { unread: 2 })
    await Promise.resolve()
    expect(heard).toEqual([{ unread: 1 }])
  })

  it('takes the same handler twice, and each undo ends one of them', async () => {
    const { api, tell } = setUp()
    const heard = vi.fn<() => void>()
    const undo = api.on('opened', heard)
    api.on('opened', heard)
    undo()
    tell('opened', {})
    await Promise.resolve()
    expect(heard).toHaveBeenCalledOnce()
  })

  it('tells ready also to those who come late', async () => {
    const { api, tell } = setUp()
    const heard = vi.fn<(...values: unknown[]) => void>()
    tell('ready', {})
    api.push(['on', 'ready', heard])
    await Promise.resolve()
    expect(heard).toHaveBeenCalledOnce()
  })

  it('warns where a handler is no function, and gives back an undo all the same', () => {
    const { api, tell } = setUp()
    tell('ready', {})
    for (const handler of [undefined, 'open', {}]) api.on('ready', handler as never)()
    expect(warn).toHaveBeenCalledTimes(3)
  })

  it('is deaf once everything was removed, and tells that as the last event', async () => {
    const { api, tell, commands } = setUp()
    const heard = vi.fn<() => void>()
    api.on('shutdown', heard)
    tell('shutdown', {})
    api.open()
    api.shutdown()
    await Promise.resolve()
    expect(heard).toHaveBeenCalledOnce()
    expect(commands.open).not.toHaveBeenCalled()
    expect(commands.shutdown, 'a later tag may have taken the name').not.toHaveBeenCalled()
    expect(warn).not.toHaveBeenCalled()
  })
})
