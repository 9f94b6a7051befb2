import { type ReadonlySignal, signal } from '@preact/signals';

/** So long after it was heard last; who goes on writing is told every two seconds. */
export const typingLastsMs = 5_000;

/** Who writes now, as far as was heard of late. Nobody tells that somebody has stopped. */
export class TypingPeople {
  readonly #ids = signal<readonly string[]>([]);
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>();

  get ids(): ReadonlySignal<readonly string[]> {
    return this.#ids;
  }

  heard(id: string): void {
    clearTimeout(this.#ends.get(id));
    this.#ends.set(
      id,
      setTimeout(() => this.stopped(id), typingLastsMs),
    );
    if (!this.#ids.peek().includes(id)) this.#ids.value = [...this.#ids.peek(), id];
  }

  /** The line has come, or its writer has left. */
  stopped(id: string): void {
    clearTimeout(this.#ends.get(id));
    if (this.#ends.delete(id)) this.#ids.value = this.#ids.peek().filter((one) => one !== id);
  }

  close(): void {
    for (const id of [...this.#ends.keys()]) this.stopped(id);
  }
}
