import { computed, signal } from '@preact/signals';
import type { Vehicle } from '../../lib/contracts/paramedics';
import type { UnitRow } from '../../lib/contracts/units';
import { type Fault, newCommandId, type Outcome } from '../../lib/realtime';
import { serverTimeNow } from '../../lib/time';
import type { CrewCalls } from './crewConnection';
import type { CrewNotices } from './crewNotices';
import { silenceNotice } from './endings';

/** The crew's unit from the choice of a vehicle to the end of the shift. */
export class Shift {
  readonly unit = signal<UnitRow | null>(null);
  /** Those that a crew may take now. */
  readonly vehicles = signal<readonly Vehicle[]>([]);
  readonly busy = signal(false);
  /** Why the last start or end was refused, or the shift could not be read. */
  readonly fault = signal<Fault | null>(null);
  readonly isOn = computed(() => this.unit.value !== null && this.unit.value.status !== 'offShift');
  #silenceTold: string | null = null;

  constructor(
    private readonly link: CrewCalls,
    private readonly notices: Pick<CrewNotices, 'add'>,
  ) {}

  async start(vehicleId: string): Promise<void> {
    const commandId = newCommandId();
    await this.#ask(() => this.link.sendUntilAnswered((hub) => hub.StartShift({ commandId, vehicleId })));
    if (this.fault.peek() !== null) {
      // Somebody else may have taken it: what is free now is asked again.
      const now = await this.link.call.Watch();
      this.vehicles.value = now.value?.vehicles ?? this.vehicles.peek();
    }
  }

  /** False when it goes on, with the reason as the fault. */
  async end(): Promise<boolean> {
    const commandId = newCommandId();
    await this.#ask(() => this.link.sendUntilAnswered((hub) => hub.EndShift({ commandId })));
    return this.fault.peek() === null;
  }

  /** A push and an answer may overtake each other: of one unit only the newer counts. */
  take(unit: UnitRow | null): void {
    const known = this.unit.peek();
    if (unit === null) {
      this.unit.value = null;
    } else if (known === null || known.id !== unit.id || unit.version >= known.version) {
      this.unit.value = unit;
      const silence = silenceNotice(unit.silence, serverTimeNow());
      if (silence !== null && silence.id !== this.#silenceTold) this.notices.add(silence);
      this.#silenceTold = silence?.id ?? this.#silenceTold;
    }
  }

  async #ask(send: () => Promise<Outcome<UnitRow>>): Promise<void> {
    this.busy.value = true;
    this.fault.value = null;
    const outcome = await send();
    this.busy.value = false;
    this.fault.value = outcome.error;
    if (outcome.error === null) {
      this.take(outcome.value);
    }
  }
}
