import { describe, expect, it, vi } from 'vitest'
import { createHostApi, queuedCommands } from './host-api.ts'

const setUp = () => {
  const commands = {
    open: vi.fn<(...values: unknown[]) => void>(),
    close: vi.fn<(...values: unknown[]) => void>(),
    toggle: vi.fn<(...values: unknown[]) => void>(),
    identify: vi.fn<(...values: unknown[]) => void>(),
    shutdown: vi.fn<(...values: unknown[]) => void>(),
  }
  return { commands, ...createHostApi(commands) }
}

describe('window.Kefu', () => {
  it('takes commands as lists, as they are written before the script is there', () => {
    const { api, commands } = setUp()
    api.push(['open'])
    api.push(['identify', { name: 'Ada' }])
    expect(commands.open).toHaveBeenCalledOnce()
    expect(commands.identify).toHaveBeenCalledWith({ name: 'Ada' })
  })

  it('warns of a command that it does not know and goes on', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { api } = setUp()
    for (const command of [['dance'], ['constructor'], 'x', undefined, [{}], null]) api.push(command)
    expect(warn).toHaveBeenCalledTimes(6)
    warn.mockRestore()
  })

  it('tells handlers, until their undo is called', async () => {
    const { api, tell } = setUp()
    const heard: unknown[] = []
    const undo = api.on('unread-changed', (detail) => heard.push(detail))
    tell('unread-changed', { unread: 1 })
    await Promise.resolve()
    undo()
    tell('unread-changed', { unread: 2 })
    await Promise.resolve()
    expect(heard).toEqual([{ unread: 1 }])
  })

  it('tells ready also to those who come late', async () => {
    const { api, tell } = setUp()
    const heard = vi.fn<(...values: unknown[]) => void>()
    tell('ready', {})
    api.push(['on', 'ready', heard])
    await Promise.resolve()
    expect(heard).toHaveBeenCalledOnce()
  })

  it('reads a queue only from a list: an element with the id "Kefu" is none', () => {
    expect(queuedCommands([['open']])).toEqual([['open']])
    for (const other of [undefined, {}, 'open', { push() {} }]) expect(queuedCommands(other)).toEqual([])
  })
})
