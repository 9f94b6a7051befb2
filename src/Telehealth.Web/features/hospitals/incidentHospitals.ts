import type { ReadonlySignal } from '@preact/signals';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import type { ChosenHospital, HospitalNoticeView } from '../../lib/contracts/hospitals';
import type { CommandSender } from '../emergencies/commandSender';
import type { Fault, Outcome } from '../../lib/realtime/outcome';
import { announce, toast } from '../../lib/ui/Announcer';
import type { HospitalChooser } from './ChooseHospitalDialog';
import type { HospitalCalls } from './CrewHospital';
import type { HospitalModel } from './hospitalModel';

/** What the incident on the screen asks of hospitals: to take a patient, and that somebody enters that they rang there. */
export class IncidentHospitals implements HospitalCalls, HospitalChooser {
  readonly busy: ReadonlySignal<string | null>;
  readonly fault: ReadonlySignal<Fault | null>;

  constructor(
    readonly hospitals: HospitalModel,
    readonly openRow: ReadonlySignal<EmergencyRow | null>,
    private readonly commands: CommandSender,
  ) {
    this.busy = commands.busy;
    this.fault = commands.fault;
  }

  chooseHospital(emergencyId: string, assignmentId: string, code: string): Promise<Outcome<ChosenHospital>> {
    return this.commands.track(`hospital:${code}`, () => this.hospitals.choose(emergencyId, assignmentId, code));
  }

  async enterRung(notice: HospitalNoticeView): Promise<void> {
    this.commands.busy.value = `rung:${notice.id}`;
    const outcome = await this.hospitals.enterRung(notice);
    this.commands.busy.value = null;
    if (outcome.error === null) {
      announce(outcome.value.text);
    } else {
      toast(outcome.error.text, 'warning');
    }
  }
}
