import type { ReturnReason } from '../../lib/contracts/domain/consults';

/** What a clinician may choose from, in the order of how often it is needed. */
export const returnReasons: readonly { value: ReturnReason; label: string }[] = [
  { value: 'patientAbsent', label: 'The patient is not there' },
  { value: 'clinicianCalledAway', label: 'I am needed elsewhere' },
  { value: 'noSoundOrPicture', label: 'Sound or picture does not work' },
];

const forColleagues: Record<ReturnReason, string> = {
  patientAbsent: 'the patient was not there',
  clinicianCalledAway: 'the clinician was needed elsewhere',
  noSoundOrPicture: 'sound or picture did not work',
};

/** Ends what a desk says of a patient who waits again; empty when no reason was given. */
export const returnTextForColleagues = (reason: ReturnReason | null): string => (reason === null ? '' : `: ${forColleagues[reason]}`);

const forPatients: Record<ReturnReason, string> = {
  patientAbsent: 'The doctor came and did not find you here. Stay on this page to be let in again.',
  clinicianCalledAway: 'The doctor was needed elsewhere.',
  noSoundOrPicture: 'Sound or picture did not work.',
};

/** Why the patient waits again, for the patient. */
export const returnTextForPatients = (reason: ReturnReason | null): string => (reason === null ? '' : forPatients[reason]);
