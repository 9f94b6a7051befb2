import type { HospitalCommand } from '../../lib/contracts/hospitals';
import type { Availability, CrewNote, OfferAcceptance, OfferRefusal, StatusReport } from '../../lib/contracts/paramedics';

/** Where the patient goes; the name is for the crew's eyes. */
export interface HospitalChoice extends HospitalCommand {
  emergencyId: string;
  name: string;
}

/** When the crew did it, by the server's clock as far as the device knows it, and for which job. */
interface Doing {
  doneAt: string;
  about: string;
  /** Set once it could not be sent at once. */
  waited?: boolean;
}

export type QueuedCommand = Doing & (
  | { kind: 'accept'; command: OfferAcceptance }
  | { kind: 'decline'; command: OfferRefusal }
  | { kind: 'report'; command: StatusReport }
  | { kind: 'note'; command: CrewNote }
  | { kind: 'hospital'; command: HospitalChoice }
  | { kind: 'availability'; command: Availability }
);
