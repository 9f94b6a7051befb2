import type { ConsultCard } from '../../../lib/contracts/consults';

/** Tells who has come since it looked last. Who waits already when the desk opens is seen, not announced. */
export class Arrivals {
  #known: ReadonlySet<string> | null = null;

  /** How many are new; null when it is not known who waits. */
  take(waitingNow: readonly ConsultCard[] | null): number {
    if (waitingNow === null) return 0;
    const before = this.#known;
    // Who was sent back to the queue comes again.
    this.#known = new Set(waitingNow.map((card) => `${card.id} ${card.returnedAt ?? card.waitingSince}`));
    return before === null ? 0 : [...this.#known].filter((one) => !before.has(one)).length;
  }
}

/** The count only while it is known to be true. */
export const titleOf = (count: number, live: boolean): string =>
  live && count > 0 ? `(${count}) Telehealth · Clinician` : 'Telehealth · Clinician';

export const arrivalText = (count: number): string => (count === 1 ? 'A patient is waiting.' : `${count} more patients are waiting.`);
