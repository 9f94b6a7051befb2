import { computed, signal } from '@preact/signals';

// Ages and deadlines are reckoned by the server's clock: a device whose clock is wrong must still show the right wait.
const offsetMs = signal(0);
const localNow = signal(Date.now());

// The way of the answer takes part of this; jumping for less would only make the seconds stutter.
const toleranceMs = 400;

setInterval(() => (localNow.value = Date.now()), 1000);

/** Server time in milliseconds, ticking once a second: what components that show an age read. */
export const serverNow = computed(() => localNow.value + offsetMs.value);

/** Server time at this very moment, for deadlines and timestamps. */
export const serverTimeNow = (): number => Date.now() + offsetMs.peek();

/** Takes the server's time from any answer that carries it. */
export function observeServerTime(iso: string): void {
  const measured = Date.parse(iso) - Date.now();
  if (Number.isFinite(measured) && Math.abs(measured - offsetMs.peek()) > toleranceMs) offsetMs.value = measured;
}
