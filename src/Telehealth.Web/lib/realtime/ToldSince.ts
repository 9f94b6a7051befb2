/**
 * Changes without a version that were told while a snapshot was on its way. They may be newer than the snapshot, although they came before
 * it, so they are made once more over it; whatever the snapshot alone knows is told afterwards.
 */
export class ToldSince {
  #told: (() => void)[] = [];
  #awaited = 0;

  /** Makes the change, and again when a snapshot that is on its way is in its place. */
  tell(change: () => void): void {
    change();
    if (this.#awaited > 0) this.#told.push(change);
  }

  /** From asking for a snapshot until it is in its place, or did not come. */
  async whileAwaited(snapshot: () => Promise<void>): Promise<void> {
    this.#awaited++;
    try {
      await snapshot();
    } finally {
      for (const change of this.#told) change();
      if (--this.#awaited === 0) this.#told = [];
    }
  }
}
