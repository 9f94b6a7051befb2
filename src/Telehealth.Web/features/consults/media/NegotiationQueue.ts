/**
 * One offer at a time. Wishes that come in while one is under way become a single next one;
 * if any of them wished for an ICE restart, it is one.
 */
export class NegotiationQueue {
  #running = false;
  #wish: { iceRestart: boolean } | null = null;

  constructor(private readonly negotiate: (iceRestart: boolean) => Promise<void>) {}

  request(iceRestart = false): void {
    this.#wish = { iceRestart: iceRestart || (this.#wish?.iceRestart ?? false) };
    if (!this.#running) void this.#run();
  }

  /** Forgets what was wished for: the connection it was for is gone. */
  clear(): void {
    this.#wish = null;
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#wish) {
        const { iceRestart } = this.#wish;
        this.#wish = null;
        await this.negotiate(iceRestart);
      }
    } finally {
      this.#running = false;
    }
  }
}
