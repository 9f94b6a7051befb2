import { signal, untracked } from '@preact/signals';
import type { Fault, Outcome } from '../realtime';
import { serverTimeNow } from '../time';

/** No screen asks for the same thing more often than this. */
export const pollEveryMs = 10_000;

/**
 * Something that nobody tells by itself, so it is asked for again and again: what was answered last, when that was, and why a later
 * try brought nothing. What was answered stays through a failed try, with its age.
 */
export class Polled<T> {
  readonly value = signal<T | null>(null);
  /** When it was so, by the server's clock in milliseconds; null before the first answer. */
  readonly at = signal<number | null>(null);
  readonly fault = signal<Fault | null>(null);
  #asked = 0;
  #settled = 0;

  constructor(
    private readonly ask: () => Promise<Outcome<T>>,
    private readonly now: () => number = serverTimeNow,
  ) {}

  /** An answer that was overtaken by a later one says nothing. */
  async read(): Promise<void> {
    const turn = ++this.#asked;
    const askedAt = this.now();
    const outcome = await this.ask();
    if (turn <= this.#settled) {
      return;
    }
    this.#settled = turn;
    this.fault.value = outcome.error;
    if (outcome.error === null) {
      this.value.value = outcome.value;
      // It was so no earlier than this: an answer that took long is not made younger than it is.
      this.at.value = askedAt;
    }
  }

  /** What is known from elsewhere is newer than any answer that is still on its way. */
  change(by: (value: T) => T): void {
    const known = this.value.peek();
    this.#settled = this.#asked;
    if (known !== null) {
      this.value.value = by(known);
    }
  }

  clear(): void {
    this.#settled = this.#asked;
    this.value.value = null;
    this.at.value = null;
    this.fault.value = null;
  }

  /** Reads now and then again and again; call the answer to stop. */
  watch(everyMs: number = pollEveryMs): () => void {
    untracked(() => void this.read());
    const timer = setInterval(() => void this.read(), everyMs);
    return () => clearInterval(timer);
  }
}
