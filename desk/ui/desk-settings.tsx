/** What an admin decides for everybody: who takes whom, targets of tickets, how long is kept what was said. */

import { useState } from 'preact/hooks'
import { ASSIGNMENTS, SETTING_RANGES, type Assignment, type DeskSettings as Settings } from '../../shared/desk-settings.ts'
import { TICKET_PRIORITIES } from '../../shared/tickets.ts'
import { Form } from './form.tsx'
import { useLoaded } from './use-loaded.ts'
import { useWorkplace } from './workplace.ts'

const SETTING_NAMES = ['assignment', 'goneAfterSeconds', 'targets', 'reopenDays', 'retentionDays'] as const

export function DeskSettings() {
  const { desk } = useWorkplace()
  const { value } = useLoaded(() => desk.api.get<{ settings: Settings }>('settings'))
  return value ? <EditSettings first={value.settings} /> : null
}

function EditSettings({ first }: { first: Settings }) {
  const { desk, words, say } = useWorkplace()
  const [kept, setKept] = useState(first)
  const [settings, setSettings] = useState(first)
  const { assignment, goneAfterSeconds, targets, reopenDays, retentionDays } = settings
  const change = (changes: Partial<Settings>) => setSettings({ ...settings, ...changes })
  return (
    <Form
      class="settings-form"
      words={words}
      work={async () => {
        // What was not touched stays undecided on the server.
        const touched = SETTING_NAMES.filter((name) => settings[name] !== kept[name])
        await desk.api.send('PATCH', 'settings', Object.fromEntries(touched.map((name) => [name, settings[name]])))
        setKept(settings)
        say(words.saved)
      }}
      label={words.save}
      isMain
    >
      <section class="card">
        <h3>{words.whoTakesWhom}</h3>
        <label class="line">
          {words.assignment}
          <select value={assignment} onChange={(event) => change({ assignment: event.currentTarget.value as Assignment })}>
            {ASSIGNMENTS.map((name) => (
              <option key={name} value={name}>
                {words.assignments[name]}
              </option>
            ))}
          </select>
        </label>
        <label class="line">
          {words.goneAfter}
          <NumberInput
            value={goneAfterSeconds}
            range={SETTING_RANGES.goneAfterSeconds}
            changed={(value) => change({ goneAfterSeconds: value })}
          />
        </label>
      </section>
      <section class="card">
        <h3>{words.targets}</h3>
        {!desk.me.mail.configured && <p class="quiet">{words.mailStates.off}</p>}
        <p class="quiet">{words.targetsHint}</p>
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">{words.priority}</th>
              <th scope="col">{words.firstResponse}</th>
              <th scope="col">{words.solution}</th>
            </tr>
          </thead>
          <tbody>
            {TICKET_PRIORITIES.toReversed().map((priority) => (
              <tr key={priority}>
                <th scope="row">{words.priorities[priority]}</th>
                {(['firstResponse', 'solution'] as const).map((goal) => (
                  <td key={goal}>
                    <HoursInput
                      label={`${words.priorities[priority]}: ${words[goal]}`}
                      minutes={targets[priority][`${goal}Minutes`]}
                      changed={(minutes) =>
                        change({ targets: { ...targets, [priority]: { ...targets[priority], [`${goal}Minutes`]: minutes } } })
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <label class="line">
          {words.reopenDays}
          <NumberInput value={reopenDays} range={SETTING_RANGES.reopenDays} changed={(value) => change({ reopenDays: value })} />
        </label>
      </section>
      <section class="card">
        <h3>{words.retention}</h3>
        <label class="line">
          <input
            type="checkbox"
            checked={retentionDays !== null}
            onChange={(event) => change({ retentionDays: event.currentTarget.checked ? USUAL_RETENTION_DAYS : null })}
          />
          {words.retentionWanted}
        </label>
        {retentionDays !== null && (
          <label class="line">
            {words.retentionDays}
            <NumberInput value={retentionDays} range={SETTING_RANGES.retentionDays} changed={(value) => change({ retentionDays: value })} />
          </label>
        )}
      </section>
    </Form>
  )
}

/** Where somebody begins who wants an end at all. */
const USUAL_RETENTION_DAYS = 365

type NumberInputProps = {
  label?: string
  value: number
  range: readonly [least: number, most: number]
  /** Of a whole number; `any` lets everything through. */
  step?: 'any'
  changed(value: number): void
}

/** What is no number, or out of range, the browser shows and does not send; the settings keep what was right before. */
function NumberInput({ label, value, range: [min, max], step, changed }: NumberInputProps) {
  return (
    <input
      type="number"
      required
      aria-label={label}
      defaultValue={String(value)}
      min={min}
      max={max}
      step={step ?? 1}
      onInput={({ currentTarget: { valueAsNumber } }) => Number.isNaN(valueAsNumber) || changed(valueAsNumber)}
    />
  )
}

/** Targets are whole minutes; people think of them in hours. */
function HoursInput({ label, minutes, changed }: { label: string; minutes: number; changed(minutes: number): void }) {
  const [least, most] = SETTING_RANGES.targetMinutes
  const hours = (count: number): number => Math.round((count / 60) * 100) / 100
  return (
    <NumberInput
      label={label}
      value={hours(minutes)}
      range={[hours(least), hours(most)]}
      step="any"
      changed={(value) => changed(Math.max(least, Math.round(value * 60)))}
    />
  )
}
