import type { DispatchClient, DispatchHub, EmergencyRow, NearEmergency } from '../../lib/contracts/dispatching';
import type { HelpRequest } from '../../lib/contracts/emergencies';
import type { IncidentCommands } from './commandSender';
import type { LatLng } from '../../lib/map/geometry';
import type { HubLink } from '../../lib/realtime/HubLink';
import type { Fault, Outcome } from '../../lib/realtime/outcome';
import type { Tries } from '../../lib/realtime/Tries';

/** Where what was raised is put and opened. */
export interface IntakeBoard {
  putEmergency(row: EmergencyRow): void;
  open(emergencyId: string): void;
}

/** What a dispatcher does with a caller: raises an emergency, or adds the call to one that is open nearby. */
export class CallerIntake {
  constructor(
    private readonly link: Pick<HubLink<DispatchHub, DispatchClient>, 'call' | 'sendUntilAnswered'>,
    readonly commands: IncidentCommands,
    private readonly board: IntakeBoard,
  ) {}

  /** @param tries the form's: what it sends twice is raised once, and what it corrects is raised anew. */
  async raise(request: Omit<HelpRequest, 'commandId'>, tries: Tries): Promise<Fault | null> {
    const outcome = await tries.send('raise', (commandId) =>
      this.link.sendUntilAnswered((hub) => hub.RaiseForCaller({ ...request, commandId })),
    );
    if (outcome.error !== null) {
      return outcome.error;
    }
    this.board.putEmergency(outcome.value);
    this.board.open(outcome.value.id);
    return null;
  }

  /** Open emergencies near a place. */
  near({ latitude, longitude }: LatLng): Promise<Outcome<readonly NearEmergency[]>> {
    return this.link.call.Near({ latitude, longitude });
  }

  /** The call is about an emergency that is open already. False when that was refused. */
  async addTo(emergency: NearEmergency, callbackNumber: string, words: string): Promise<boolean> {
    const call = { emergencyId: emergency.id, callbackNumber: callbackNumber.trim() || null, words: words.trim(), calledAt: null };
    const done = `The caller is added to ${emergency.number}.`;
    const outcome = await this.commands.ask('caller', (hub, commandId) => hub.AddCaller({ ...call, commandId }), done);
    return outcome.error === null;
  }

  open(emergencyId: string): void {
    this.board.open(emergencyId);
  }
}
