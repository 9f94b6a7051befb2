import type { ConsultCard } from '../../../lib/contracts/consults';

/** Tells who was let in, and who was sent back to wait, since it looked last. */
export class Admissions {
  #waiting: ReadonlySet<string> = new Set();
  #running: ReadonlySet<string> = new Set();

  take(cards: readonly ConsultCard[]): { admitted: number; returned: number } {
    const idsIn = (phase: ConsultCard['phase']): ReadonlySet<string> =>
      new Set(cards.filter((card) => card.phase === phase).map((card) => card.id));
    const [waited, ran] = [this.#waiting, this.#running];
    this.#waiting = idsIn('waiting');
    this.#running = idsIn('inProgress');
    return {
      admitted: [...this.#running].filter((id) => waited.has(id)).length,
      returned: [...this.#waiting].filter((id) => ran.has(id)).length,
    };
  }
}
