/** Calls the agent: by two soft notes, and by the browser's notification. Each only where this browser was told to. */

import type { Call } from '../core/attention.ts'
import type { PreferencesStore } from '../core/preferences.ts'
import type { Dictionary } from '../i18n/en.ts'

export type CallerOptions = { preferences: PreferencesStore; words(): Dictionary; show(conversation: string): void }

export function createCaller({ preferences, words, show }: CallerOptions) {
  let audio: AudioContext | undefined

  function chime() {
    try {
      audio ??= new AudioContext()
      void audio.resume().catch(() => {})
      note(audio, 587, 0)
      note(audio, 784, 0.14)
    } catch {
      // No sound is no fault.
    }
  }

  return {
    call(call: Call, conversation: string) {
      const { sound, notifications } = preferences.get()
      if (sound) chime()
      if (!notifications || document.hasFocus() || !('Notification' in globalThis) || Notification.permission !== 'granted') return
      // Without the customer's words: it is shown on a locked screen too.
      const shown = new Notification(call === 'waiting' ? words().callWaiting : words().callMessage, { tag: conversation })
      shown.addEventListener('click', () => {
        focus()
        show(conversation)
        shown.close()
      })
    },
  }
}

function note(audio: AudioContext, frequencyHz: number, delaySeconds: number) {
  const start = audio.currentTime + delaySeconds
  const tone = new OscillatorNode(audio, { frequency: frequencyHz })
  const volume = new GainNode(audio, { gain: 0 })
  volume.gain.setValueAtTime(0, start)
  volume.gain.linearRampToValueAtTime(0.06, start + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.5)
  tone.connect(volume).connect(audio.destination)
  tone.start(start)
  tone.stop(start + 0.5)
}
