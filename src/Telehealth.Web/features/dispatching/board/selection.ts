import { type ReadonlySignal, signal } from '@preact/signals';

/** On a phone one part of the board is on the screen at a time. */
export type Tab = 'queue' | 'map' | 'units';

/** The incident that is open. */
export interface Opened {
  readonly id: ReadonlySignal<string | null>;
  show(id: string | null): void;
}

/** What this console looks at: one incident, one unit, and on a phone one part of the board. */
export class Selection {
  readonly openId: ReadonlySignal<string | null>;
  readonly unitId = signal<string | null>(null);
  readonly tab = signal<Tab>('queue');

  constructor(private readonly incident: Opened) {
    this.openId = incident.id;
  }

  /** Null closes what is open. A unit that was selected is no longer what keys act upon. */
  open(emergencyId: string | null): void {
    this.unitId.value = null;
    this.incident.show(emergencyId);
  }
}
