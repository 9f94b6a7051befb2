import type { ParticipantView } from '../../lib/contracts/consults';

/** A guest chooses the own name. Whom the clinician invited stands beside it wherever it is another one. */
export const isRenamed = (participant: ParticipantView): boolean => participant.invitedAs !== null && participant.invitedAs !== participant.name;

export const twinLabel = 'Has the name of somebody else here';

export const takenLabel = 'Device in use elsewhere, perhaps a phone call';
