/**
 * An answer as it is kept: with whose it is, so that one which got under a foreign key by whatever accident is never given to anybody.
 */

import * as z from 'zod'
import type { Site } from '../ports/sites.ts'

/** Grows with every change of what is kept: what another version wrote is not read. */
const FORMAT = 1

type Owner = Pick<Site, 'id' | 'tenantId'>

const kept = z.object({ format: z.literal(FORMAT), tenant: z.string(), site: z.string(), text: z.string().min(1) })

export const encodeKept = ({ id, tenantId }: Owner, text: string): string =>
  JSON.stringify({ format: FORMAT, tenant: tenantId, site: id, text } satisfies z.infer<typeof kept>)

/** `undefined` for what is not this site's, or cannot be read. */
export function decodeKept({ id, tenantId }: Owner, value: string): string | undefined {
  const read = kept.safeParse(parsed(value))
  return read.success && read.data.tenant === tenantId && read.data.site === id ? read.data.text : undefined
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
