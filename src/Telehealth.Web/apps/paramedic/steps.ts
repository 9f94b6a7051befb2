import type { AssignmentStatus, JobView, UnitStatus } from '../../lib/contracts';
import type { QueuedCommand } from './commandQueue';

/** The way of a job; from the scene it may also end without transport. */
const nextSteps: Readonly<Partial<Record<AssignmentStatus, AssignmentStatus>>> = {
  accepted: 'enRoute',
  enRoute: 'onScene',
  onScene: 'transporting',
  transporting: 'atHospital',
  atHospital: 'clear',
};

export function nextStep(status: AssignmentStatus): AssignmentStatus | null {
  return nextSteps[status] ?? null;
}

/** What the button says that reports it. */
export const stepWords: Readonly<Partial<Record<AssignmentStatus, string>>> = {
  enRoute: 'En route',
  onScene: 'On scene',
  transporting: 'Transporting',
  atHospital: 'At hospital',
  clear: 'Clear',
};

/** True while the crew is bound by it. */
export function isLive(status: AssignmentStatus): boolean {
  return status === 'offered' || status in nextSteps;
}

/** What the crew has done, whether the server knows it already or not. */
export function shownStatus(job: JobView, waiting: readonly QueuedCommand[]): AssignmentStatus {
  return waiting.reduce<AssignmentStatus>(
    (status, item) => (item.kind === 'report' && item.command.assignmentId === job.assignmentId ? item.command.status : status),
    job.status,
  );
}

/** An answer to this offer that has not reached the server. */
export function pendingAnswer(job: JobView, waiting: readonly QueuedCommand[]): 'accept' | 'decline' | null {
  const answer = waiting.find((item) => (item.kind === 'accept' || item.kind === 'decline') && item.command.assignmentId === job.assignmentId);
  return answer?.kind === 'accept' || answer?.kind === 'decline' ? answer.kind : null;
}

export function shownAvailability(status: UnitStatus, waiting: readonly QueuedCommand[]): UnitStatus {
  return waiting.reduce<UnitStatus>((shown, item) => (item.kind === 'availability' ? (item.command.available ? 'available' : 'unavailable') : shown), status);
}

/** A push and an answer may overtake each other: of one assignment only the newer counts. */
export function isNewer(known: JobView | null, told: JobView): boolean {
  return known === null || known.assignmentId !== told.assignmentId ? true : told.version >= known.version;
}
