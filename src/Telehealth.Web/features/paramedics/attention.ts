import { signal } from '@preact/signals';
import { AlarmSound } from '../../lib/alarms/alarmSound';

const alert: VibratePattern = [400, 150, 400];
const secondAlert: VibratePattern = [250, 100, 250, 100, 250, 100, 600];

/** Sound and vibration while an offer waits, and a screen that stays on as long as an offer may come. */
export class Attention {
  readonly sound = new AlarmSound();
  /** False once the browser would not keep the screen on; a device that sleeps hears of no offer. */
  readonly staysAwake = signal(true);
  #buzz: ReturnType<typeof setInterval> | undefined;
  #lock: WakeLockSentinel | null = null;
  #awake = false;

  /** Until it is called with false. A second page sounds at once again, and shakes more than the first. */
  call(on: boolean, page = 1): void {
    this.sound.sound(on);
    clearInterval(this.#buzz);
    if (on) {
      const pattern = page > 1 ? secondAlert : alert;
      vibrate(pattern);
      this.#buzz = setInterval(() => vibrate(pattern), 2_000);
    } else {
      vibrate(0);
    }
  }

  keepAwake(on: boolean): void {
    this.#awake = on;
    if (on) {
      void this.#acquire();
    } else {
      void this.#lock?.release();
      this.#lock = null;
    }
  }

  /** The browser takes the lock away whenever the page is hidden; call the answer to stop. */
  followVisibility(): () => void {
    const again = (): void => {
      if (this.#awake && document.visibilityState === 'visible') {
        void this.#acquire();
      }
    };
    document.addEventListener('visibilitychange', again);
    return () => document.removeEventListener('visibilitychange', again);
  }

  async #acquire(): Promise<void> {
    if (this.#lock?.released === false) {
      return;
    }
    try {
      const lock = (await navigator.wakeLock?.request('screen')) ?? null;
      this.staysAwake.value = lock !== null;
      if (!this.#awake) {
        await lock?.release();
        return;
      }
      this.#lock = lock;
      // The battery runs low, or the page is hidden: the one is said, after the other it comes back by itself.
      lock?.addEventListener(
        'release',
        () => {
          if (this.#awake && document.visibilityState === 'visible') this.staysAwake.value = false;
        },
        { once: true },
      );
    } catch {
      this.staysAwake.value = document.visibilityState !== 'visible';
    }
  }
}

function vibrate(pattern: VibratePattern): void {
  // Before the first touch the browser refuses, and says so in its console every time.
  if (navigator.userActivation?.hasBeenActive) {
    navigator.vibrate?.(pattern);
  }
}
