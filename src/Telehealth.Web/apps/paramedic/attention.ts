import { AlarmSound } from '../../lib/incidents/alarmSound';

const alert: VibratePattern = [400, 150, 400];
const secondAlert: VibratePattern = [250, 100, 250, 100, 250, 100, 600];

/** Sound and vibration while an offer waits, and a screen that stays on while there is work. */
export class Attention {
  readonly sound = new AlarmSound();
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
    try {
      this.#lock = (await navigator.wakeLock?.request('screen')) ?? null;
    } catch {
      // A low battery or a hidden page forbids it; the job goes on with a screen that sleeps.
    }
  }
}

function vibrate(pattern: VibratePattern): void {
  // Before the first touch the browser refuses, and says so in its console every time.
  if (navigator.userActivation?.hasBeenActive) {
    navigator.vibrate?.(pattern);
  }
}
