import { type ReadonlySignal, signal } from '@preact/signals';

export interface Versioned {
  readonly id: string;
  readonly version: number;
}

/**
 * Rows of a screen that takes a snapshot and is told changes: each as the newest that was said of it, whichever way that came and in
 * whatever order. A version stands for the whole row, so a row is replaced only by a higher one.
 */
export class VersionedRows<T extends Versioned> {
  readonly #rows = signal<ReadonlyMap<string, T>>(new Map());
  // What came while a snapshot was on its way: the snapshot may be older, and may not know it yet.
  readonly #told = new Set<string>();

  get all(): ReadonlySignal<ReadonlyMap<string, T>> {
    return this.#rows;
  }

  /** Before a snapshot is asked for. */
  expectSnapshot(): void {
    this.#told.clear();
  }

  /**
   * What is not in the snapshot is gone, unless it was told since the snapshot was asked for; an older row than the known one stays out.
   */
  replace(snapshot: readonly T[]): void {
    const known = this.#rows.peek();
    const rows = new Map(snapshot.map((row) => [row.id, newer(known.get(row.id), row)]));
    for (const row of known.values()) {
      if (this.#told.has(row.id) && !rows.has(row.id)) {
        rows.set(row.id, row);
      }
    }
    this.#rows.value = rows;
  }

  put(row: T): void {
    this.#told.add(row.id);
    const known = this.#rows.peek();
    const newest = newer(known.get(row.id), row);
    if (newest !== known.get(row.id)) {
      this.#rows.value = new Map(known).set(row.id, newest);
    }
  }

  /** Takes out what no longer belongs on the screen. */
  keep(belongs: (row: T) => boolean): void {
    const rows = [...this.#rows.peek()].filter(([, row]) => belongs(row));
    if (rows.length < this.#rows.peek().size) {
      this.#rows.value = new Map(rows);
    }
  }
}

function newer<T extends Versioned>(known: T | undefined, row: T): T {
  return known !== undefined && known.version >= row.version ? known : row;
}
