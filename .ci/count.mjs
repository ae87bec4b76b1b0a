// Adds up what the two runners report and closes the run with one line that any reader of logs understands.
import { readFileSync } from 'node:fs'

const [unit, e2e] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')))
const passed = unit.numPassedTests + e2e.stats.expected
const failed = unit.numFailedTests + e2e.stats.unexpected + e2e.stats.flaky
const skipped = unit.numPendingTests + unit.numTodoTests + e2e.stats.skipped
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
if (passed === 0 || failed > 0) process.exitCode = 1
