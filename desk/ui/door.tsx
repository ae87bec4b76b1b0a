/** The door: a sheet in the middle of the page, for whoever is not in yet. */

import type { ComponentChildren } from 'preact'
import type { Dictionary } from '../i18n/en.ts'

export function Door({ words, children }: { words: Dictionary; children: ComponentChildren }) {
  return (
    <main class="door">
      <div class="door-sheet">
        <p class="brand">
          <span class="brand-mark" aria-hidden="true" />
          {words.brand}
        </p>
        {children}
      </div>
    </main>
  )
}
