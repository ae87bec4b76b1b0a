#!/usr/bin/env node
/**
 * The door of the `kefu` command. Looks at the version of Node before anything else is loaded, because an old one would fail on the first
 * file that it cannot read, and say nothing that helps.
 */

/** `engines` in package.json, in words. */
const NEEDED = 'Node.js 20.19 or later, 22.13 or later, or 24 and later'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isNewEnough = major >= 24 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19)

if (isNewEnough) {
  const [{ run }, { plain }, { loadConfig }, { OperatorFault }] = await Promise.all([
    import('./kefu.ts'),
    import('./commands/command.ts'),
    import('./config.ts'),
    import('./operator-fault.ts'),
  ])
  process.exitCode = await run(process.argv.slice(2), loadConfig).catch((error: unknown) => {
    // What the reader can mend is one sentence; everything else is ours and shows its trace.
    const text = error instanceof Error ? (error instanceof OperatorFault ? error.message : (error.stack ?? error.message)) : String(error)
    process.stderr.write(`${plain(text)}\n`)
    return error instanceof OperatorFault ? error.exitCode : 1
  })
} else {
  process.stderr.write(`Kefu needs ${NEEDED}. This is ${process.version}. Install a newer one: https://nodejs.org\n`)
  process.exitCode = 1
}
