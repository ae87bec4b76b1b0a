import { defineConfig } from 'vitest/config'
import { compiledServer } from './build/compiled-server.ts'

export default defineConfig({
  plugins: [compiledServer()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['{shared,server,widget,desk,docs,bench,build}/**/*.test.{ts,tsx}'],
    // Real servers, threads and killed child processes take their time on two cores; a test that hangs still ends.
    // Most of them wait, for servers and clocks, so that three at a time take hardly longer each.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
