import { signal } from '@preact/signals';

/** `blocked` means that the browser wants a click or a key before it lets a page sound. */
export type SoundState = 'silent' | 'sounding' | 'blocked';

const repeatMs = 4_000;

/** Two rising tones every four seconds until somebody acknowledges: heard over talk, and not so sharp that it is switched off. */
export class AlarmSound {
  readonly state = signal<SoundState>('silent');
  #context: AudioContext | null = null;
  #on = false;
  #prepared = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  sound(on: boolean): void {
    clearInterval(this.#timer);
    this.#on = on;
    if (!on) {
      // Who has asked whether there will be sound still wants to know after the alarm.
      this.state.value = this.#prepared && this.state.peek() === 'blocked' ? 'blocked' : 'silent';
      return;
    }
    this.#timer = setInterval(() => void this.#tryToSound(), repeatMs);
    void this.#tryToSound();
  }

  /** Says before the first alarm whether there will be sound; any click or key turns it on. Call the answer to stop. */
  prepare(): () => void {
    this.#prepared = true;
    void this.#try();
    const gesture = (): void => {
      if (this.state.peek() === 'blocked') void this.unblock();
    };
    addEventListener('pointerdown', gesture);
    addEventListener('keydown', gesture);
    return () => {
      removeEventListener('pointerdown', gesture);
      removeEventListener('keydown', gesture);
    };
  }

  /** From a click, which is what the browser was waiting for. */
  async unblock(): Promise<void> {
    this.#context ??= new AudioContext();
    await this.#context.resume();
    if (this.#on) {
      await this.#tryToSound();
    } else {
      await this.#try();
    }
  }

  async #tryToSound(): Promise<void> {
    const context = await this.#try();
    if (context === null || !this.#on) {
      return;
    }
    this.state.value = 'sounding';
    tone(context, 660, 0, 0.18);
    tone(context, 880, 0.22, 0.3);
  }

  /** Null when the browser does not let it sound. */
  async #try(): Promise<AudioContext | null> {
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (context.state !== 'running') {
      // A resume that the browser refuses stays pending for ever, so it is not waited for.
      void context.resume();
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    const runs = context.state === 'running';
    if (!runs) {
      this.state.value = 'blocked';
    } else if (this.state.peek() === 'blocked') {
      this.state.value = 'silent';
    }
    return runs ? context : null;
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
