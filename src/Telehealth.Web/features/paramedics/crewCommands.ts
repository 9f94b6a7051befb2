import { http } from '../../lib/access';
import type { AssignmentStatus } from '../../lib/contracts/domain/emergencies';
import type { HospitalCommand } from '../../lib/contracts/hospitals';
import type { JobView } from '../../lib/contracts/paramedics';
import { CommandQueue } from '../../lib/offline/commandQueue';
import { failed, type Fault, newCommandId, type Outcome } from '../../lib/realtime';
import { serverTimeNow } from '../../lib/time';
import type { CrewConnection } from './crewConnection';
import type { CrewNotices } from './crewNotices';
import { answerOf, doing, now } from './doing';
import { crewQueueRules, crewQueueStore, type QueuedCommand } from './queuedCommand';
import { receiptOf } from './receipts';

/** For whoever wants to send while it is not known whose the device is. */
export const notChecked = (): Outcome<never> =>
  failed('unreachable', 'link.unreachable', 'Whether you are still signed in is not known yet.');

interface CommandEnds {
  done: (item: QueuedCommand, value: unknown) => void;
  refused: (item: QueuedCommand, fault: Fault) => void;
}

/** What a crew does, with network or without: each goes into the queue first, and out of it in the order of the doing. */
export class CrewCommands {
  readonly queue: CommandQueue<QueuedCommand>;

  constructor(
    private readonly connection: CrewConnection,
    private readonly notices: Pick<CrewNotices, 'add'>,
    ends: CommandEnds,
  ) {
    this.queue = new CommandQueue(
      { ...crewQueueRules, receiptOf },
      (item) => this.#send(item),
      { ...ends, now: serverTimeNow, later: (ms, again) => void setTimeout(again, ms) },
      crewQueueStore(connection.me.id),
    );
  }

  setAvailable(available: boolean, reason: string | null): void {
    this.#add({ kind: 'availability', about: '', doneAt: now(), command: { commandId: newCommandId(), available, reason } });
  }

  accept(job: JobView): void {
    this.#add({ kind: 'accept', ...doing(job), command: answerOf(job) });
  }

  decline(job: JobView, reason: string): void {
    this.#add({ kind: 'decline', ...doing(job), command: { ...answerOf(job), reason } });
  }

  report(job: JobView, status: AssignmentStatus): void {
    this.#add({ kind: 'report', ...doing(job), command: { ...answerOf(job), status } });
  }

  addNote(job: JobView, text: string): void {
    const { emergencyId, assignmentId } = job;
    const command = { commandId: newCommandId(), emergencyId, assignmentId, text, deviceTime: now() };
    this.#add({ kind: 'note', ...doing(job), command });
  }

  chooseHospital(job: JobView, hospitalCode: string, name: string): void {
    const { emergencyId, assignmentId } = job;
    const command = { commandId: newCommandId(), emergencyId, assignmentId, hospitalCode, name };
    this.#add({ kind: 'hospital', ...doing(job), command });
  }

  #add(item: QueuedCommand): void {
    if (!this.queue.add(item)) {
      this.notices.add({ id: 'queue-full', title: 'Not taken', text: 'Too many updates wait for network. Tell dispatch by radio.' });
    }
  }

  async #send(item: QueuedCommand): Promise<Outcome<unknown>> {
    if (!this.connection.isChecked.peek()) {
      return notChecked();
    }
    const { call } = this.connection.link;
    switch (item.kind) {
      case 'accept':
        return call.Accept(item.command);
      case 'decline':
        return call.Decline(item.command);
      case 'report':
        return call.Report(item.command);
      case 'note':
        return call.AddNote(item.command);
      case 'availability':
        return call.SetAvailability(item.command);
      case 'hospital': {
        const { emergencyId, commandId, assignmentId, hospitalCode } = item.command;
        const order: HospitalCommand = { commandId, assignmentId, hospitalCode };
        return http.post(`/api/emergencies/${emergencyId}/hospital`, order);
      }
    }
  }
}
