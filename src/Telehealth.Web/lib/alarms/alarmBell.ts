import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { AlarmSound } from './alarmSound';
import { isMuted, muteFor, type Muting } from './muting';
import { serverNow } from '../time/clock';
import ringingIcon from './favicon-alarm.svg';

/** Sounds while an alarm waits, also in a tab that nobody looks at: by its title and its icon. */
export class AlarmBell {
  readonly sound = new AlarmSound();
  readonly #muting = signal<Muting | null>(null);
  readonly #ids = computed(() => this.pending.value.map((alarm) => alarm.id));
  readonly muted = computed(() => this.#ids.value.length > 0 && isMuted(this.#muting.value, this.#ids.value, serverNow.value));
  readonly mutedForMs = computed(() => (this.muted.value ? (this.#muting.value?.until ?? 0) - serverNow.value : 0));
  readonly #rings = computed(() => this.#ids.value.length > 0 && !this.muted.value);

  constructor(readonly pending: ReadonlySignal<readonly { readonly id: string }[]>) {}

  /** Call the answer to stop. */
  start(): () => void {
    const title = document.title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const quietIcon = icon?.getAttribute('href') ?? '';
    const stops = [
      this.sound.prepare(),
      effect(() => this.sound.sound(this.#rings.value)),
      effect(() => {
        const count = this.#ids.value.length;
        document.title = count === 0 ? title : `(${count}) ${count === 1 ? 'Alarm' : 'Alarms'} · ${title}`;
        icon?.setAttribute('href', count === 0 ? quietIcon : ringingIcon);
      }),
    ];
    return () => {
      stops.forEach((stop) => stop());
      this.sound.sound(false);
      document.title = title;
      icon?.setAttribute('href', quietIcon);
    };
  }

  /** For a minute, and only for those that are heard now. */
  mute(): void {
    this.#muting.value = muteFor(this.#ids.peek(), serverNow.peek());
  }

  unmute(): void {
    this.#muting.value = null;
  }
}
