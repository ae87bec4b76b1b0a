/** The package's one function, on a page that is no more than what it needs; and the example of the docs, run as it stands there. */

import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHostApi } from './host-api.ts'
import { loadKefu } from './npm.ts'
import type { Commands, Kefu } from './public-api.ts'

type Tag = {
  src: string
  nonce?: string
  async?: boolean
  dataset: Record<string, string>
  onload(): void
  onerror(): void
  remove(): void
}

let tags: Tag[]
const page = globalThis as { document?: unknown; Kefu?: Kefu }

beforeEach(() => {
  tags = []
  page.document = {
    createElement: () => {
      const tag: Tag = {
        src: '',
        dataset: {},
        onload() {},
        onerror() {},
        remove: () => void (tags = tags.filter((other) => other !== tag)),
      }
      return tag
    },
    head: { append: (tag: Tag) => void tags.push(tag) },
  }
})
afterEach(() => {
  page.Kefu?.shutdown()
  delete page.document
})

/** The script arrives, and does what the loader does. */
function arrive(site = 'late light'): Kefu {
  const { api, tell } = createHostApi(site, {
    shutdown() {
      delete page.Kefu
      tell('shutdown', {})
    },
  } as unknown as Commands)
  page.Kefu = api
  tags.at(-1)?.onload()
  return api
}
const settled = () => new Promise(setImmediate)
const options = { host: 'https://chat.shop.example/any', site: 'late light' }

describe('loadKefu', () => {
  it('puts one tag into the page and gives the API to everybody who asked', async () => {
    const all = [loadKefu(options), loadKefu({ ...options, nonce: 'other' })]
    await settled()
    expect(tags).toHaveLength(1)
    expect(tags[0]).toMatchObject({ src: 'https://chat.shop.example/kefu.js?site=late%20light', async: true })
    const kefu = arrive()
    expect(await Promise.all(all)).toEqual([kefu, kefu])
    expect(await loadKefu(options)).toBe(kefu)
    expect(tags).toHaveLength(1)
  })

  it('writes its options onto the tag', async () => {
    void loadKefu({ ...options, nonce: 'n', position: 'left', zIndex: 9, launcher: '.help', sound: true })
    await settled()
    expect(tags[0]).toMatchObject({ nonce: 'n', dataset: { position: 'left', zIndex: '9', launcher: '.help', sound: 'true' } })
    arrive()
  })

  it('takes the chat that the page’s own tag has brought', async () => {
    const kefu = arrive()
    expect(await loadKefu(options)).toBe(kefu)
    expect(tags).toEqual([])
  })

  it('rejects where the script cannot be had, and tries anew when asked again', async () => {
    const failed = loadKefu(options)
    await settled()
    tags[0]!.onerror()
    await expect(failed).rejects.toThrow('https://chat.shop.example/kefu.js')
    expect(tags).toEqual([])
    const again = loadKefu(options)
    await settled()
    const kefu = arrive()
    expect(await again).toBe(kefu)
  })

  it('rejects where the script knows no such site', async () => {
    const failed = loadKefu(options)
    await settled()
    tags[0]!.onload()
    await expect(failed).rejects.toThrow('could not be loaded')
  })

  it('removes everything when the last one leaves, also one who leaves before it came', async () => {
    const [one, other] = [new AbortController(), new AbortController()]
    const first = loadKefu({ ...options, signal: one.signal })
    const second = loadKefu({ ...options, signal: other.signal })
    await settled()
    one.abort()
    await expect(first).rejects.toThrow('abort')
    arrive()
    await second
    expect(page.Kefu).toBeDefined()
    other.abort()
    await settled()
    expect(page.Kefu).toBeUndefined()
    expect(tags).toEqual([])

    const early = new AbortController()
    const gone = loadKefu({ ...options, signal: early.signal })
    await settled()
    early.abort()
    await expect(gone).rejects.toThrow('abort')
    arrive()
    await settled()
    expect(page.Kefu).toBeUndefined()
    await expect(loadKefu({ ...options, signal: early.signal })).rejects.toThrow('abort')
  })

  it('leaves the chat of another site alone, and says whose it is', async () => {
    const other = arrive('other')
    const leaving = new AbortController()
    await expect(loadKefu({ ...options, signal: leaving.signal })).rejects.toThrow('The chat of other is on this page')
    leaving.abort()
    await settled()
    expect(page.Kefu).toBe(other)
    expect(tags).toEqual([])
  })

  it('leaves the chat of another site alone that came while its own was loading', async () => {
    const leaving = new AbortController()
    const loading = loadKefu({ ...options, signal: leaving.signal })
    await settled()
    leaving.abort()
    const other = arrive('other')
    await expect(loading).rejects.toThrow('abort')
    await settled()
    expect(page.Kefu).toBe(other)
    expect(tags).toEqual([])
  })

  it('does not remove what the page’s own tag has brought', async () => {
    const kefu = arrive()
    const leaving = new AbortController()
    await loadKefu({ ...options, signal: leaving.signal })
    leaving.abort()
    await settled()
    expect(page.Kefu).toBe(kefu)
  })

  it('puts no tag into the page when everybody has left at once', async () => {
    const leaving = new AbortController()
    const gone = loadKefu({ ...options, signal: leaving.signal })
    leaving.abort()
    await expect(gone).rejects.toThrow('abort')
    await settled()
    expect(tags).toEqual([])
  })

  it('says so where there is no page', async () => {
    delete page.document
    await expect(loadKefu(options)).rejects.toThrow('not while rendering on a server')
  })
})

describe('the React example of the docs', () => {
  const example = /```jsx\n(.*?)```/s.exec(readFileSync(new URL('../docs/react.md', import.meta.url), 'utf8'))?.[1] ?? ''
  const body = example.replaceAll(/^import .*$/gm, '').replaceAll('export ', '')

  it('survives strict mode, and leaves nothing when it is unmounted', async () => {
    const effects: (() => () => void)[] = []
    // The example is ours, from this repository.
    // oxlint-disable-next-line typescript/no-implied-eval
    const component = new Function('useEffect', 'loadKefu', `${body}; return SupportChat`)(
      (effect: () => () => void) => void effects.push(effect),
      loadKefu,
    ) as (props: unknown) => null
    const onUnread = vi.fn<(unread: number) => void>()
    expect(component({ customer: undefined, onUnread })).toBeNull()
    const [effect] = effects
    effect!()()
    const unmount = effect!()
    await settled()
    expect(tags).toHaveLength(1)
    arrive('YOUR_SITE_KEY')
    await settled()
    expect(page.Kefu).toBeDefined()
    unmount()
    await settled()
    expect(page.Kefu).toBeUndefined()
    expect(tags).toEqual([])
  })
})
