/** Who works here: roles, invitations, removing. What one's own role may not do, the server refuses and this says. */

import { useState } from 'preact/hooks'
import { ROLES, type Invitation, type Person, type Role } from '../../shared/people.ts'
import { Field, Form } from './form.tsx'
import { Sure } from './sure.tsx'
import { fullTime } from './time.ts'
import { useChange, useLoaded } from './use-loaded.ts'
import { useSome } from './use-some.tsx'
import { useWorkplace } from './workplace.ts'

export function PeopleSettings() {
  const { desk, words, language } = useWorkplace()
  const { value, reload } = useLoaded(async () => ({
    ...(await desk.api.get<{ people: Person[] }>('people')),
    ...(await desk.api.get<{ invitations: Invitation[] }>('invitations')),
  }))
  const change = useChange(reload)
  const people = useSome(value?.people ?? [])
  const invitations = useSome(value?.invitations ?? [])
  return (
    <>
      <section class="card">
        <table class="grid flowing">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.email}</th>
              <th scope="col">{words.role}</th>
              <th scope="col">
                <span class="hidden">{words.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {people.shown.map((person) => (
              <tr key={person.id}>
                <td>
                  <bdi>{person.name}</bdi>
                </td>
                <td>{person.email}</td>
                <td>
                  <RoleChoice
                    label={words.roleOf(person.name)}
                    role={person.role}
                    chosen={(role) => void change(() => desk.api.send('PATCH', `people/${person.id}`, { role }))}
                  />
                </td>
                <td>
                  <Sure label={words.remove} run={() => void change(() => desk.api.send('DELETE', `people/${person.id}`))} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {people.more}
      </section>
      <Invite reload={reload} />
      {value && value.invitations.length > 0 && (
        <section class="card">
          <h3>{words.openInvitations}</h3>
          <ul class="plain-list">
            {invitations.shown.map(({ id, email, role, expiresAt }) => (
              <li key={id}>
                {email} · {words.roles[role]} · {words.validUntil(fullTime(expiresAt, language))}{' '}
                <button class="plain" type="button" onClick={() => void change(() => desk.api.send('DELETE', `invitations/${id}`))}>
                  {words.withdraw}
                </button>
              </li>
            ))}
          </ul>
          {invitations.more}
        </section>
      )}
    </>
  )
}

function RoleChoice({ label, role, chosen }: { label: string; role: Role; chosen(role: Role): void }) {
  const { words } = useWorkplace()
  return (
    <select aria-label={label} value={role} onChange={(event) => chosen(event.currentTarget.value as Role)}>
      {ROLES.map((name) => (
        <option key={name} value={name}>
          {words.roles[name]}
        </option>
      ))}
    </select>
  )
}

function Invite({ reload }: { reload(): void }) {
  const { desk, words } = useWorkplace()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const [link, setLink] = useState('')
  return (
    <section class="card">
      <h3>{words.invite}</h3>
      <Form
        words={words}
        work={async () => {
          const { url } = await desk.api.send<{ url: string }>('POST', 'invitations', { email, role })
          setLink(url)
          setEmail('')
          reload()
        }}
        label={words.invite}
      >
        <Field label={words.email} type="email" value={email} changed={setEmail} />
        <label class="line">
          {words.role}
          <RoleChoice label={words.role} role={role} chosen={setRole} />
        </label>
      </Form>
      {link && (
        <p class="made" role="status">
          {words.inviteLink} <code>{link}</code>{' '}
          <button class="plain" type="button" onClick={() => void navigator.clipboard.writeText(link)}>
            {words.copy}
          </button>
        </p>
      )}
    </section>
  )
}
