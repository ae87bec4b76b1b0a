/** Those who work here, for those who may see and change them; and what everybody did. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import { ROLES } from '../../shared/people.ts'
import type { People } from '../people/people.ts'
import type { DeskOperation } from './desk-operation.ts'
import { emailSchema, nameSchema } from './desk-session.ts'

const id = z.string().max(LIMITS.idUnits)
const role = z.enum(ROLES)
const invitation = z.object({ email: emailSchema, role })
const changes = z.object({ name: nameSchema, role }).partial()
const personParams = z.object({ person: id })
const auditQuery = z.object({ before: id.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) })

/** Without what stands as `undefined`. */
const given = ({ name, role: wanted }: z.infer<typeof changes>) => ({
  ...(name !== undefined && { name }),
  ...(wanted !== undefined && { role: wanted }),
})

export function peopleOperations({ people: { team } }: { people: People }): DeskOperation[] {
  return [
    {
      method: 'get',
      path: '/people',
      least: 'admin',
      status: 200,
      carryOut: async ({ tenant }) => ({ people: await tenant.people() }),
    },
    {
      method: 'patch',
      path: '/people/:person',
      least: 'admin',
      params: personParams,
      body: changes,
      status: 200,
      carryOut: ({ present, params, body }) => team.change(present, params['person'] ?? '', given(body as z.infer<typeof changes>)),
    },
    {
      method: 'delete',
      path: '/people/:person',
      least: 'admin',
      params: personParams,
      status: 204,
      carryOut: ({ present, params }) => team.remove(present, params['person'] ?? ''),
    },
    {
      method: 'get',
      path: '/invitations',
      least: 'admin',
      status: 200,
      carryOut: async ({ present }) => ({ invitations: await team.invitations(present) }),
    },
    {
      method: 'post',
      path: '/invitations',
      least: 'admin',
      body: invitation,
      status: 201,
      carryOut: ({ present, body }) => team.invite(present, body as z.infer<typeof invitation>),
    },
    {
      method: 'delete',
      path: '/invitations/:invitation',
      least: 'admin',
      params: z.object({ invitation: id }),
      status: 204,
      carryOut: ({ present, params }) => team.withdraw(present, params['invitation'] ?? ''),
    },
    {
      method: 'get',
      path: '/audit',
      least: 'admin',
      query: auditQuery,
      status: 200,
      async carryOut({ tenant, query }) {
        const { before, limit } = query as z.infer<typeof auditQuery>
        return { entries: await tenant.audit({ limit, ...(before !== undefined && { before }) }) }
      },
    },
  ]
}
