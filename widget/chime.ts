/** Two soft notes, made on the spot: there is no file to fetch. */

export type Chime = {
  /** Does nothing where the browser does not let the page sound, as before the customer has touched it. */
  play(): void
  stop(): void
}

export function createChime(): Chime {
  let audio: AudioContext | undefined
  return {
    play() {
      try {
        audio ??= new AudioContext()
        void audio.resume().catch(() => {})
        note(audio, 660, 0)
        note(audio, 880, 0.12)
      } catch {
        // No sound is no fault.
      }
    },
    stop: () => void audio?.close().catch(() => {}),
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
