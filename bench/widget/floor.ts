/** The least that a chat with this view and this line could weigh: the libraries alone, bundled as ours are. */

import { build, type Rolldown } from 'vite'
import { brotliBytes } from './bytes.ts'

export type Floor = { name: string; bytes: number }

const ENTRY = 'virtual:floor'

const FLOORS = [
  { name: 'preact and its hooks', entry: `export { h, render } from 'preact'; export { useEffect, useState } from 'preact/hooks'` },
  {
    name: 'preact, its hooks, and socket.io-client',
    entry: `export { h, render } from 'preact'; export { useEffect, useState } from 'preact/hooks'; export { Manager } from 'socket.io-client'`,
  },
]

export async function floors(): Promise<Floor[]> {
  const found: Floor[] = []
  for (const { name, entry } of FLOORS) found.push({ name, bytes: brotliBytes(await bundleOf(entry)) })
  return found
}

async function bundleOf(entry: string): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [{ name: 'floor', resolveId: (id) => (id === ENTRY ? id : null), load: (id) => (id === ENTRY ? entry : null) }],
    build: {
      write: false,
      target: ['chrome109', 'safari16.4', 'firefox121'],
      modulePreload: false,
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: 'strict' },
    },
  })) as Rolldown.RolldownOutput
  return built.output.map((file) => (file.type === 'chunk' ? file.code : '')).join('')
}
