import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { DispatchClient, DispatchHub, EmergencyRow, IncidentView, Recommendation } from '../../../lib/contracts/dispatching';
import { isOpen } from '../../emergencies/labels';
import type { HubLink } from '../../../lib/realtime/HubLink';
import type { Fault } from '../../../lib/realtime/outcome';

/** Travel times grow old while the units drive. */
const recommendEveryMs = 15_000;

/** The board's rows of emergencies, which tell when the open one has changed. */
export interface EmergencyRows {
  readonly emergencies: ReadonlySignal<ReadonlyMap<string, EmergencyRow>>;
  putEmergency(row: EmergencyRow): void;
}

/** The incident that is open: what is read of it, and who could go. It is read anew whenever its row on the board changes. */
export class OpenIncident {
  readonly id = signal<string | null>(null);
  readonly view = signal<IncidentView | null>(null);
  readonly recommendation = signal<Recommendation | null>(null);
  readonly row = computed<EmergencyRow | null>(() => {
    const id = this.id.value;
    if (id === null) return null;
    // One that has left the board is shown as it was read.
    const read = this.view.value?.emergency;
    return this.rows.emergencies.value.get(id) ?? (read?.id === id ? read : null);
  });

  constructor(
    private readonly link: Pick<HubLink<DispatchHub, DispatchClient>, 'call' | 'state'>,
    private readonly rows: EmergencyRows,
    /** Where a refusal is shown. */
    private readonly fault: Signal<Fault | null>,
  ) {}

  /** Call the answer to stop. */
  start(): () => void {
    const stop = effect(() => this.#read(this.id.value, this.row.value?.version ?? 0));
    const timer = setInterval(() => void this.recommend(), recommendEveryMs);
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  show(id: string | null): void {
    if (id !== this.id.peek()) {
      this.view.value = null;
      this.recommendation.value = null;
      this.fault.value = null;
    }
    this.id.value = id;
  }

  /** After a connection: what was read before it may be old. */
  readAgain(): void {
    this.#read(this.id.peek(), 0);
  }

  async recommend(): Promise<void> {
    const row = this.row.peek();
    if (row === null || !isOpen(row.phase) || this.link.state.peek() !== 'live') {
      return;
    }
    const outcome = await this.link.call.Recommend(row.id);
    if (outcome.error === null && this.id.peek() === row.id) {
      this.recommendation.value = outcome.value;
    }
  }

  #read(id: string | null, _version: number): void {
    if (id !== null) {
      void this.#readIncident(id);
    }
  }

  async #readIncident(id: string): Promise<void> {
    const outcome = await this.link.call.Incident(id);
    if (this.id.peek() !== id) {
      return;
    }
    if (outcome.error === null) {
      const known = this.view.peek()?.emergency;
      // One that was asked for before a reconnect may answer after the one that followed.
      if (known?.id !== id || known.version <= outcome.value.emergency.version) this.view.value = outcome.value;
      this.rows.putEmergency(outcome.value.emergency);
    } else if (outcome.error.reason === 'refused') {
      this.fault.value = outcome.error;
    }
    await this.recommend();
  }
}
