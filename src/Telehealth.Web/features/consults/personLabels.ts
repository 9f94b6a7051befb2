import type { ParticipantView } from '../../lib/contracts/consults';
import type { ParticipantRole } from '../../lib/contracts/domain/consults';

/** For everybody in the room: whom the software calls a clinician is the doctor to patients and guests. */
export const roleLabels: Readonly<Record<ParticipantRole, string>> = {
  patient: 'Patient',
  clinician: 'Doctor',
  relative: 'Relative',
  interpreter: 'Interpreter',
  colleague: 'Colleague',
  observer: 'Observer',
};

/** A guest chooses the own name. Whom the clinician invited stands beside it wherever it is another one. */
export const isRenamed = (participant: ParticipantView): boolean =>
  participant.invitedAs !== null && participant.invitedAs !== participant.name;

export const twinLabel = 'Has the name of somebody else here';

export const takenLabel = 'Device in use elsewhere, perhaps a phone call';
