import type { AssignmentStatus, EmergencyPhase, EmergencyRow, TravelEstimate, UnitRow, UnitStatus } from '../contracts';

/** The words in which a console speaks of incidents and units: one place, so that two screens never call one thing by two names. */
export const assignmentWords: Readonly<Record<AssignmentStatus, string>> = {
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

export const phaseWords: Readonly<Record<EmergencyPhase, string>> = {
  searching: 'Looking for a unit',
  offered: 'Offered',
  assigned: 'Assigned',
  unserved: 'Nobody left to ask',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

const unitWords: Readonly<Record<UnitStatus, string>> = {
  available: 'Available',
  offered: 'Offered',
  assigned: 'Assigned',
  unavailable: 'Unavailable',
  offShift: 'Off shift',
};

/** While a unit has a job its step says more than that it is assigned. */
export function unitStatusWords(unit: Pick<UnitRow, 'status' | 'assignmentStatus'>): string {
  return unit.status === 'assigned' && unit.assignmentStatus !== null ? assignmentWords[unit.assignmentStatus] : unitWords[unit.status];
}

export function emergencyStatusWords(row: Pick<EmergencyRow, 'phase' | 'assignment'>): string {
  const assignment = row.assignment;
  if ((row.phase === 'assigned' || row.phase === 'offered') && assignment !== null) {
    return `${assignmentWords[assignment.status]} ${assignment.callSign}`;
  }
  return phaseWords[row.phase];
}

export function isOpen(phase: EmergencyPhase): boolean {
  return phase !== 'completed' && phase !== 'cancelled';
}

/** True once the unit has taken the job: from then on it is reassigned with a reason, never silently. */
export function hasUnit(row: Pick<EmergencyRow, 'phase' | 'assignment'>): boolean {
  return row.phase === 'assigned' && row.assignment !== null;
}

const skillNames: Readonly<Record<string, { short: string; long: string }>> = {
  basic: { short: 'BLS', long: 'basic life support' },
  advanced: { short: 'ALS', long: 'advanced life support' },
  criticalCare: { short: 'CCT', long: 'critical care' },
  paediatric: { short: 'PED', long: 'children' },
  bariatric: { short: 'BAR', long: 'heavy patients' },
  rescue: { short: 'RES', long: 'rescue' },
};

export function skillShort(skill: string): string {
  return skillNames[skill]?.short ?? skill;
}

export function skillLong(skill: string): string {
  return skillNames[skill]?.long ?? skill;
}

export function travelWords(travel: TravelEstimate): string {
  return `${minutesWords(travel.seconds)}, ${(travel.metres / 1000).toFixed(1)} km`;
}

export function minutesWords(seconds: number): string {
  return seconds < 60 ? '< 1 min' : `${Math.round(seconds / 60)} min`;
}

export function travelSourceWords(source: string): string {
  return source === 'roads' ? 'by road' : source === 'crow_fly' ? 'straight line' : source;
}

export const priorityNames: Readonly<Record<number, string>> = {
  1: 'Life in danger',
  2: 'Serious',
  3: 'Soon',
  4: 'Can wait',
};
