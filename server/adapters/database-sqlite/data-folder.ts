/** The folder in which everything durable lies. */

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { OperatorFault } from '../../operator-fault.ts'

const REASONS: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its disk is mounted read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'there is a file of that name, not a folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENOENT: 'nothing can be made in the folder above it',
}

/** Makes the folder if it is not there, readable by its owner only: it holds what customers wrote. */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await makeWithParents(folder)
  } catch (error) {
    const code = codeOf(error)
    throw new OperatorFault(`The data folder "${folder}" cannot be made: ${REASONS[code] ?? code}. Choose another one (DATA_DIR).`, {
      cause: error,
    })
  }
}

/** Not `mkdir`'s own `recursive`: in folders like /proc, where nothing can be made, it tries for ever. */
async function makeWithParents(folder: string): Promise<void> {
  try {
    await makeOne(folder)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeWithParents(dirname(folder))
    await makeOne(folder)
  }
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown reason'
