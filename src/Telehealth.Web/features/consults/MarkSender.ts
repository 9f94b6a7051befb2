export interface Marks {
  readonly delivered: number;
  readonly read: number;
}

/** The server writes marks once a second; a burst of lines is one. */
const waitMs = 400;

/** Tells how far this page has come in the chat: forward only, the newest alone, and after each outage again. */
export class MarkSender {
  #marks: Marks = { delivered: 0, read: 0 };
  #told: Marks = { delivered: 0, read: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param send false when it has not arrived; it is told again with the next, and after the outage. */
  constructor(private readonly send: (marks: Marks) => Promise<boolean>) {}

  note(marks: Partial<Marks>): void {
    const read = Math.max(this.#marks.read, marks.read ?? 0);
    this.#marks = { read, delivered: Math.max(this.#marks.delivered, marks.delivered ?? 0, read) };
    this.#tellSoon();
  }

  /** The server may have died before it had written the last ones. */
  again(): void {
    this.#told = { delivered: 0, read: 0 };
    this.#tellSoon();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #isNews(): boolean {
    return this.#marks.delivered > this.#told.delivered || this.#marks.read > this.#told.read;
  }

  #tellSoon(): void {
    if (this.#timer !== undefined || !this.#isNews()) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#tell();
    }, waitMs);
  }

  async #tell(): Promise<void> {
    const marks = this.#marks;
    this.#told = marks;
    if (!(await this.send(marks)) && this.#told === marks) this.#told = { delivered: 0, read: 0 };
  }
}
