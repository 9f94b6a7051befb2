import type { ReadonlySignal } from '@preact/signals';
import type { EmergencyRow } from '../../../lib/contracts/dispatching';
import type { IncidentCommands } from '../../emergencies/commandSender';

/** How units are found for the open incident: by an offer, by keeping the job for one, by a new search. */
export class UnitRequests {
  constructor(
    private readonly row: ReadonlySignal<EmergencyRow | null>,
    private readonly commands: Pick<IncidentCommands, 'ask' | 'busy'>,
  ) {}

  /** The name of the command that waits for its answer: `offer:` and `reserve:` with the unit's id, or `search`. */
  get busy(): ReadonlySignal<string | null> {
    return this.commands.busy;
  }

  async offer(unitId: string): Promise<void> {
    const row = this.row.peek();
    if (row === null) {
      return;
    }
    const about = { emergencyId: row.id, unitId, relievesAssignmentId: null, reason: null };
    await this.commands.ask(`offer:${unitId}`, (hub, commandId) => hub.AssignByHand({ ...about, commandId }), 'The job has been offered.');
  }

  async reserve(unitId: string): Promise<void> {
    const row = this.row.peek();
    if (row === null) {
      return;
    }
    const about = { emergencyId: row.id, unitId };
    await this.commands.ask(`reserve:${unitId}`, (hub, commandId) => hub.Reserve({ ...about, commandId }), 'The job is kept for the unit.');
  }

  async searchAgain(): Promise<void> {
    const row = this.row.peek();
    if (row !== null) {
      const emergencyId = row.id;
      await this.commands.ask('search', (hub, commandId) => hub.SearchAgain({ commandId, emergencyId }), 'Looking for a unit again.');
    }
  }
}
