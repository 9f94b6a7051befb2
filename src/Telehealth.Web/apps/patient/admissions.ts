import type { ConsultCard } from '../../lib/contracts';

/** Tells who was let in since it looked last. */
export class Admissions {
  #waiting: ReadonlySet<string> = new Set();

  take(cards: readonly ConsultCard[]): number {
    const before = this.#waiting;
    this.#waiting = new Set(cards.filter((card) => card.phase === 'waiting').map((card) => card.id));
    return cards.filter((card) => card.phase === 'inProgress' && before.has(card.id)).length;
  }
}
