/** One measurement in a process of its own: `tsx bench/words/child.ts {"scan":…}` writes what it found as JSON. */

import { bomb } from './bomb.ts'
import type { EngineName } from './engines.ts'
import { scan, type Pace } from './scan.ts'
import { streams } from './stream.ts'

export type Task =
  | { kind: 'scan'; engine: EngineName; size: number; pace: Pace }
  | { kind: 'streams'; size: number; rounds: number; peers: boolean }
  | { kind: 'bomb'; engine: EngineName }

async function run(task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'scan':
      return scan(task.engine, task.size, task.pace)
    case 'streams':
      return streams(task.size, task)
    case 'bomb':
      return bomb(task.engine)
  }
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as Task)))
