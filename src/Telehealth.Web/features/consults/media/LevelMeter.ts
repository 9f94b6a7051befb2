import { type ReadonlySignal, signal } from '@preact/signals';
import { audioContext } from './browser';

const everyMs = 80;
const floorDb = -60;

/** How loud a track is, 0 to 1 on a scale of decibels, because ears hear that way. */
export class LevelMeter {
  readonly #level = signal(0);
  readonly #source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(track: MediaStreamTrack) {
    const context = audioContext();
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#source.connect(this.#analyser);
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#timer = setInterval(() => {
      this.#analyser.getFloatTimeDomainData(samples);
      this.#level.value = levelOf(samples);
    }, everyMs);
  }

  get level(): ReadonlySignal<number> {
    return this.#level;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#source.disconnect();
    this.#level.value = 0;
  }
}

export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  const db = rms > 0 ? 20 * Math.log10(rms) : floorDb;
  return Math.min(1, Math.max(0, (db - floorDb) / -floorDb));
}

/** Two soft notes through the chosen speaker; resolves when they have ended, and never where the browser wants a click first. */
export async function playTwoNotes(speakerId: string | null): Promise<void> {
  const context = audioContext();
  await context.resume();
  const out = context.createMediaStreamDestination();
  const player = new Audio();
  player.srcObject = out.stream;
  if (speakerId && 'setSinkId' in player) await player.setSinkId(speakerId);
  await player.play();
  const start = context.currentTime + 0.05;
  [523.25, 659.25].forEach((frequency, index) => {
    const note = context.createOscillator();
    const volume = context.createGain();
    const at = start + index * 0.35;
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.04);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.45);
    note.connect(volume).connect(out);
    note.start(at);
    note.stop(at + 0.5);
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  player.srcObject = null;
}
