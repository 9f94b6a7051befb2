import { signal } from '@preact/signals';

/** `blocked` means that the browser wants a click before it lets a page sound. */
export type SoundState = 'silent' | 'sounding' | 'blocked';

const repeatMs = 4_000;

/** Two rising tones every four seconds until somebody acknowledges: heard over talk, and not so sharp that it is switched off. */
export class AlarmSound {
  readonly state = signal<SoundState>('silent');
  #context: AudioContext | null = null;
  #on = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  sound(on: boolean): void {
    clearInterval(this.#timer);
    this.#on = on;
    if (!on) {
      this.state.value = 'silent';
      return;
    }
    this.#timer = setInterval(() => void this.#tryToSound(), repeatMs);
    void this.#tryToSound();
  }

  /** From a click, which is what the browser was waiting for. */
  async unblock(): Promise<void> {
    this.#context ??= new AudioContext();
    await this.#context.resume();
    if (this.state.peek() === 'blocked') {
      await this.#tryToSound();
    }
  }

  async #tryToSound(): Promise<void> {
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (context.state !== 'running') {
      // A resume that the browser refuses stays pending for ever, so it is not waited for.
      void context.resume();
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    if (!this.#on) {
      return;
    }
    if (context.state !== 'running') {
      this.state.value = 'blocked';
      return;
    }
    this.state.value = 'sounding';
    tone(context, 660, 0, 0.18);
    tone(context, 880, 0.22, 0.3);
  }
}

function tone(context: AudioContext, hertz: number, afterSeconds: number, forSeconds: number): void {
  const from = context.currentTime + afterSeconds;
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = hertz;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(0.35, from + 0.02);
  volume.gain.setValueAtTime(0.35, from + forSeconds - 0.06);
  volume.gain.linearRampToValueAtTime(0, from + forSeconds);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(from);
  oscillator.stop(from + forSeconds);
}
