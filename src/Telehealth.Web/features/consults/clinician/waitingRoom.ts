import { stillSignedIn } from '../../../lib/access';
import {
  type ConsultCard,
  type ConsultClient,
  consultHubPath,
  type ConsultHub,
  type PatientTelephone,
} from '../../../lib/contracts/consults';
import { HubLink, newCommandId, type Outcome } from '../../../lib/realtime';
import { observeServerTime } from '../../../lib/time';
import { expectSnapshot, leave, me, see, takeSnapshot } from './cards';
import { takePresences } from './presence';

export { booked, cards, inProgress, me, see, waiting } from './cards';

export const link = new HubLink<ConsultHub, ConsultClient>(consultHubPath, stillSignedIn);

export async function admit(consultId: string): Promise<Outcome<ConsultCard>> {
  const commandId = newCommandId();
  const outcome = await link.sendUntilAnswered((hub) => hub.Admit({ commandId, consultId }));
  if (outcome.error === null) see(outcome.value);
  return outcome;
}

/** The telephone number of a patient whom this clinician has admitted. */
export const askNumber = (consultId: string): Promise<Outcome<PatientTelephone>> =>
  link.sendUntilAnswered((hub) => hub.TelephoneOfPatient(consultId));

/** False when it did not come: the desk is not live then. */
async function snapshot(): Promise<boolean> {
  expectSnapshot();
  const [room, mine] = await Promise.all([link.call.WatchWaitingRoom(), link.call.MyConsults()]);
  if (room.error !== null || mine.error !== null) return false;
  observeServerTime(room.value.serverTime);
  takeSnapshot([...mine.value, ...room.value.waiting, ...room.value.inProgress]);
  return true;
}

export function startLink(clinicianId: string): void {
  me.value = clinicianId;
  link.on('WaitingRoomChanged', see);
  link.on('WaitingRoomLeft', leave);
  link.on('ConsultChanged', see);
  link.on('PatientsPresent', (presences) => takePresences(presences, performance.now()));
  link.onLive(snapshot);
  link.start();
}
