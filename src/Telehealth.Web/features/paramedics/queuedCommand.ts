import type { HospitalCommand } from '../../lib/contracts/hospitals';
import type { Availability, CrewNote, OfferAcceptance, OfferRefusal, StatusReport } from '../../lib/contracts/paramedics';
import type { QueuedItem } from '../../lib/offline/commandQueue';
import { browserTextStore, type TextStore } from '../../lib/offline/textStore';

/** Where the patient goes; the name is for the crew's eyes. */
export interface HospitalChoice extends HospitalCommand {
  emergencyId: string;
  name: string;
}

type Doing = Omit<QueuedItem, 'kind' | 'command'>;

export type QueuedCommand = Doing &
  (
    | { kind: 'accept'; command: OfferAcceptance }
    | { kind: 'decline'; command: OfferRefusal }
    | { kind: 'report'; command: StatusReport }
    | { kind: 'note'; command: CrewNote }
    | { kind: 'hospital'; command: HospitalChoice }
    | { kind: 'availability'; command: Availability }
  );

/** A gateway may hold up what goes by HTTP and not what goes over the hub, or the other way round. */
export const crewQueueRules = {
  kinds: ['accept', 'decline', 'report', 'note', 'hospital', 'availability'],
  wayOf: (item: QueuedCommand): 'http' | 'hub' => (item.kind === 'hospital' ? 'http' : 'hub'),
} as const;

/** Each person's own, so that the next one on a shared telephone does not send what another did. */
export const crewQueueStore = (personId: string): TextStore => browserTextStore(`telehealth.unit.queue.${personId}`);
