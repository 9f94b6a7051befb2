import { signal } from '@preact/signals';
import { Button } from './Button';
import { Icon } from './Icon';

type ToastTone = 'info' | 'warning';

interface ToastItem {
  readonly id: number;
  readonly text: string;
  readonly tone: ToastTone;
}

const shownMs = 6000;
const atMost = 3;
const toasts = signal<readonly ToastItem[]>([]);
const spoken = signal('');
let lastId = 0;

const dismiss = (id: number): void => {
  toasts.value = toasts.peek().filter((item) => item.id !== id);
};

/** A passing word, seen and read out. Never for what a person must act upon. */
export function toast(text: string, tone: ToastTone = 'info'): void {
  const id = ++lastId;
  toasts.value = [...toasts.peek(), { id, text, tone }].slice(-atMost);
  setTimeout(() => dismiss(id), shownMs);
}

/** Read out only, for what the eye sees anyway. */
export function announce(text: string): void {
  // The same words again are read only when the region changed in between.
  spoken.value = spoken.peek() === text ? `${text}\u00a0` : text;
}

/** One on every page. */
export function Announcer() {
  return (
    <>
      <div class="visually-hidden" aria-live="polite">
        {spoken.value}
      </div>
      <div class="toasts" role="status">
        {toasts.value.map((item) => (
          <div key={item.id} class={`toast toast-${item.tone}`}>
            <Icon name={item.tone === 'warning' ? 'alert' : 'info'} />
            <span class="grow">{item.text}</span>
            <Button kind="quiet" icon="cross" label="Dismiss" onClick={() => dismiss(item.id)} />
          </div>
        ))}
      </div>
    </>
  );
}
