// Above the first every word loses a syllable now and then; below the second nothing is heard of it.
const lossyShare = 0.03;
const calmShare = 0.01;
const looksUntilOn = 2;
const looksUntilOff = 6;

/** Whether audio should be sent twice (RED): soon when packets get lost, and for a good while after that has stopped. */
export class Redundancy {
  #on = false;
  #looks = 0;

  get on(): boolean {
    return this.#on;
  }

  /** @param lossShare of the microphone's packets, 0 to 1, as the relay reported it last. */
  look(lossShare: number): boolean {
    const against = this.#on ? lossShare < calmShare : lossShare > lossyShare;
    this.#looks = against ? this.#looks + 1 : 0;
    if (this.#looks >= (this.#on ? looksUntilOff : looksUntilOn)) {
      this.#on = !this.#on;
      this.#looks = 0;
    }
    return this.#on;
  }
}
