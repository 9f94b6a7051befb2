import type { EmergencyRow } from '../../lib/contracts/dispatching';
import {
  type AssignmentStatus,
  type EmergencyPhase,
  endedPhases,
  jobStatuses,
  liveStatuses,
  underWayStatuses,
} from '../../lib/contracts/domain/emergencies';
import type { AlarmKind, PlaceView } from '../../lib/contracts/emergencies';
import { coordinateText } from '../../lib/map/geometry';

/** The words in which a console speaks of incidents and units: one place, so that two screens never call one thing by two names. */
export const assignmentLabels: Readonly<Record<AssignmentStatus, string>> = {
  offered: 'Offered',
  accepted: 'Accepted',
  enRoute: 'En route',
  onScene: 'On scene',
  transporting: 'Transporting',
  atHospital: 'At hospital',
  clear: 'Clear',
  declined: 'Declined',
  expired: 'No answer',
  rescinded: 'Withdrawn',
  stoodDown: 'Stood down',
  diverted: 'Diverted',
  handedOver: 'Handed over',
  reserved: 'Kept for later',
  released: 'No longer kept',
};

export const phaseLabels: Readonly<Record<EmergencyPhase, string>> = {
  searching: 'Looking for a unit',
  offered: 'Offered',
  assigned: 'Assigned',
  unserved: 'Nobody left to ask',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

/** The unit that is furthest, and how many more are on it. */
export function emergencyStatusText(row: Pick<EmergencyRow, 'phase' | 'assignment' | 'assignments'>): string {
  const assignment = row.assignment;
  if ((row.phase === 'assigned' || row.phase === 'offered') && assignment !== null) {
    const others = row.assignments.filter((other) => other.id !== assignment.id && isLive(other.status)).length;
    return `${assignmentLabels[assignment.status]} ${assignment.callSign}${others > 0 ? ` and ${others} more` : ''}`;
  }
  return phaseLabels[row.phase];
}

/** The coordinates as they are read out; a place without any is said to have none. */
export function whereText({ latitude, longitude }: PlaceView): string {
  return latitude === null || longitude === null ? 'no point on the map' : coordinateText({ latitude, longitude });
}

/** Said aloud, since nothing is looked for until somebody has asked: null when there is a place. */
export function placeMissingText(row: Pick<EmergencyRow, 'location' | 'phase'>): string | null {
  if (row.location.latitude !== null || !isOpen(row.phase)) return null;
  if (row.location.note !== null) return `No point on the map. In words: ${row.location.note}`;
  return row.location.source === 'callerDoesNotKnow' ? 'No place: they do not know where they are' : 'No place yet: ask';
}

/** Said aloud: a response that is not complete is never shown as one that is. */
export function missingText(row: Pick<EmergencyRow, 'missing' | 'needs'>): string | null {
  return row.missing === 0 ? null : `${row.missing} of ${row.needs.length} missing`;
}

/** While the unit is bound by it. */
export function isLive(status: AssignmentStatus): boolean {
  return liveStatuses.includes(status);
}

/** Taken, not only asked. */
export function isJob(status: AssignmentStatus): boolean {
  return jobStatuses.includes(status);
}

/** Not with the patient yet. */
export function isUnderWay(status: AssignmentStatus): boolean {
  return underWayStatuses.includes(status);
}

export const alarmLabels: Readonly<Record<AlarmKind, string>> = {
  nobodyLeft: 'Nobody left to ask',
  answerOverdue: 'Nobody has taken it',
  dispatchStalled: 'Assign by hand',
  unitSilent: 'Unit silent',
  welfareCheck: 'Welfare check',
  hospitalNotTold: 'Hospital not told',
  placeMissing: 'No place yet',
  nobodyPresent: 'No console was open',
};

export function isOpen(phase: EmergencyPhase): boolean {
  return !endedPhases.includes(phase);
}

export const priorityNames: Readonly<Record<number, string>> = {
  1: 'Life in danger',
  2: 'Serious',
  3: 'Soon',
  4: 'Can wait',
};
