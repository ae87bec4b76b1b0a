/** A field of several lines with a label. */

export function TextField({
  label,
  value,
  changed,
  rows = 5,
}: {
  label: string
  value: string
  changed(value: string): void
  rows?: number
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea rows={rows} dir="auto" required value={value} onInput={(event) => changed(event.currentTarget.value)} />
    </label>
  )
}
