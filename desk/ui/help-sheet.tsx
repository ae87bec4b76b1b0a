/** All keys of the desk on one sheet. */

import { KEYS } from '../core/keys.ts'
import { Dialog } from './dialog.tsx'
import { useWorkplace } from './workplace.ts'

export function HelpSheet({ close }: { close(): void }) {
  const { words } = useWorkplace()
  return (
    <Dialog title={words.keyboard} close={close}>
      <dl class="keys">
        {KEYS.map(({ keys, command }) => (
          <div key={command}>
            <dt>
              {keys.map((key) => (
                <span key={key}>
                  {key.split(' ').map((part) => (
                    <kbd key={part}>{part}</kbd>
                  ))}
                </span>
              ))}
            </dt>
            <dd>{words.commands[command]}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{words.keyboardHint}</p>
    </Dialog>
  )
}
