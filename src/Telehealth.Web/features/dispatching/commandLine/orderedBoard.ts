import type { ReadonlySignal } from '@preact/signals';
import type { AlarmRow, EmergencyRow } from '../../../lib/contracts/dispatching';
import type { ChosenHospital, HospitalRow, HospitalState } from '../../../lib/contracts/hospitals';
import type { UnitRow } from '../../../lib/contracts/units';
import type { CommandLink } from '../../emergencies/commandSender';
import type { LinkState } from '../../../lib/realtime/HubLink';
import type { Fault, Outcome } from '../../../lib/realtime/outcome';

/** What the command line reads of the board, and what it asks of it. */
export interface OrderedBoard {
  readonly link: CommandLink & { readonly state: ReadonlySignal<LinkState> };
  readonly rows: {
    readonly roster: ReadonlySignal<readonly UnitRow[]>;
    readonly queue: ReadonlySignal<readonly EmergencyRow[]>;
    readonly ended: ReadonlySignal<readonly EmergencyRow[]>;
    readonly pending: ReadonlySignal<readonly AlarmRow[]>;
    putUnit(unit: UnitRow): void;
    putEmergency(emergency: EmergencyRow): void;
  };
  readonly openId: ReadonlySignal<string | null>;
  readonly hospitals: {
    readonly list: { readonly value: ReadonlySignal<readonly HospitalRow[] | null> };
    choose(emergencyId: string, assignmentId: string, code: string): Promise<Outcome<ChosenHospital>>;
    changeStatus(
      code: string,
      change: { state: HospitalState; reason: string | null; until: string | null },
    ): Promise<Outcome<HospitalRow>>;
  };
  open(emergencyId: string): void;
  showKeys(): void;
  acknowledge(alarmId: string): Promise<Fault | null>;
}
