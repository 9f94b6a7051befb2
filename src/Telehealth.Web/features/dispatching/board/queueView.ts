import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { DeskChoice } from '../../areas/deskChoice';
import type { EmergencyRow } from '../../../lib/contracts/dispatching';
import { matches } from '../../../lib/text/folding';

/** All emergencies that the board knows, in the order of the queue. */
export interface QueueRows {
  readonly queue: ReadonlySignal<readonly EmergencyRow[]>;
  readonly ended: ReadonlySignal<readonly EmergencyRow[]>;
}

/** The queue as this console shows it: what its desk sees and what the filter leaves. */
export class QueueView {
  /** What is typed over the queue; the units are filtered by it too. */
  readonly filter = signal('');
  readonly open = computed(() => this.rows.queue.value.filter((row) => this.#shows(row)));
  readonly ended = computed(() => this.rows.ended.value.filter((row) => this.#shows(row)));
  readonly elsewhere = computed(() => this.desks.elsewhere(this.rows.queue.value));

  constructor(
    private readonly rows: QueueRows,
    private readonly desks: Pick<DeskChoice, 'sees' | 'elsewhere'>,
  ) {}

  #shows(row: EmergencyRow): boolean {
    return (
      this.desks.sees(row.desk) &&
      matches(
        this.filter.value,
        row.number,
        row.complaintLabel,
        row.description,
        row.patientName,
        row.callbackNumber,
        `P${row.priority}`,
        row.phase,
        ...row.assignments.map((unit) => unit.callSign),
      )
    );
  }
}
