import { computed, signal } from '@preact/signals';

// The way of the answer takes part of this; jumping for less would only make the seconds stutter.
const toleranceMs = 400;
/** More than a clock is ever pulled straight by its network between two looks. */
const jumpMs = 2_000;

/**
 * The server's time, counted on by a clock that nobody sets: a device whose own clock is wrong, or is set while the page is open, must
 * still show the right wait. When the two clocks of the device drift apart the server has to be asked again.
 */
export class ServerClock {
  /** The server's time less the steady clock. */
  #offsetMs: number;
  #wallAheadMs: number;
  #isObserved = false;
  readonly #onJump = new Set<() => void>();

  /** @param wall may be set by anybody at any time. @param steady only ever runs on, and stands while the device sleeps. */
  constructor(
    private readonly wall: () => number,
    private readonly steady: () => number,
  ) {
    this.#wallAheadMs = wall() - steady();
    this.#offsetMs = this.#wallAheadMs;
  }

  now(): number {
    this.#look();
    return this.steady() + this.#offsetMs;
  }

  observe(iso: string): void {
    this.#look();
    const measured = Date.parse(iso) - this.steady();
    if (!Number.isFinite(measured)) return;
    if (!this.#isObserved || Math.abs(measured - this.#offsetMs) > toleranceMs) this.#offsetMs = measured;
    this.#isObserved = true;
  }

  /** Told when the server's time should be asked for; call the answer to stop. */
  onDoubt(ask: () => void): () => void {
    this.#onJump.add(ask);
    return () => this.#onJump.delete(ask);
  }

  doubt(): void {
    for (const ask of [...this.#onJump]) ask();
  }

  #look(): void {
    const jumped = this.wall() - this.steady() - this.#wallAheadMs;
    if (Math.abs(jumped) <= jumpMs) return;
    this.#wallAheadMs += jumped;
    // A clock that went back was set. One that went on was set, or the device
    // slept; until the server has said, the sleep is what happens daily.
    if (jumped > 0 || !this.#isObserved) this.#offsetMs += jumped;
    this.doubt();
  }
}

const clock = new ServerClock(
  () => Date.now(),
  () => performance.now(),
);
const ticked = signal(clock.now());

setInterval(() => (ticked.value = clock.now()), 1000);

/** Server time in milliseconds, ticking once a second: what components that show an age read. */
export const serverNow = computed(() => ticked.value);

/** Server time at this very moment, for deadlines and timestamps. */
export const serverTimeNow = (): number => clock.now();

/** Takes the server's time from any answer that carries it. */
export function observeServerTime(iso: string): void {
  clock.observe(iso);
  ticked.value = clock.now();
}

/** Told when the server's time should be asked for again. */
export const onClockDoubt = (ask: () => void): (() => void) => clock.onDoubt(ask);

/** For who was told by the server that a time of ours cannot be. */
export const doubtClock = (): void => clock.doubt();
