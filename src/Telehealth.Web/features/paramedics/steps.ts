import { type AssignmentStatus, liveStatuses, reportsAfter, underWayStatuses } from '../../lib/contracts/domain/emergencies';
import type { JobView } from '../../lib/contracts/paramedics';
import type { UnitStatus } from '../../lib/contracts/units';
import type { QueuedCommand } from './queuedCommand';

export function nextStep(status: AssignmentStatus): AssignmentStatus | null {
  return reportsAfter[status][0] ?? null;
}

/** Steps that may be reported instead of the next one. */
export function otherSteps(status: AssignmentStatus): readonly AssignmentStatus[] {
  return reportsAfter[status].slice(1);
}

/** What the button says that reports it. */
export const stepLabels: Readonly<Partial<Record<AssignmentStatus, string>>> = {
  enRoute: 'En route',
  onScene: 'On scene',
  transporting: 'Transporting',
  atHospital: 'At hospital',
  clear: 'Clear',
};

/** True while the crew is bound by it. */
export function isLive(status: AssignmentStatus): boolean {
  return liveStatuses.includes(status);
}

/** What the crew has done, whether the server knows it already or not: what comes next goes by it, but it is never shown as done. */
export function reachedStatus(job: JobView, waiting: readonly QueuedCommand[]): AssignmentStatus {
  return waiting.reduce<AssignmentStatus>(
    (status, item) => (item.kind === 'report' && item.command.assignmentId === job.assignmentId ? item.command.status : status),
    job.status,
  );
}

/** An answer to this offer that has not reached the server. */
export function pendingAnswer(job: Pick<JobView, 'assignmentId'>, waiting: readonly QueuedCommand[]): 'accept' | 'decline' | null {
  const answer = waiting.find(
    (item) => (item.kind === 'accept' || item.kind === 'decline') && item.command.assignmentId === job.assignmentId,
  );
  return answer?.kind === 'accept' || answer?.kind === 'decline' ? answer.kind : null;
}

/** What the crew wants, when it differs from what the server knows; null otherwise. */
export function wantedAvailability(status: UnitStatus, waiting: readonly QueuedCommand[]): UnitStatus | null {
  const wanted = waiting.reduce<UnitStatus>(
    (shown, item) => (item.kind === 'availability' ? (item.command.available ? 'available' : 'unavailable') : shown),
    status,
  );
  return wanted === status ? null : wanted;
}

/** A push and an answer may overtake each other: of one assignment only the newer counts. */
export function isNewer(known: JobView | null, told: JobView): boolean {
  return known === null || known.assignmentId !== told.assignmentId ? true : told.version >= known.version;
}

/** On scene the way to a hospital is what helps to choose one; at its door there is none left. */
export function leadsTo(status: AssignmentStatus): 'scene' | 'hospital' | 'nowhere' {
  if (status === 'offered' || underWayStatuses.includes(status)) {
    return 'scene';
  }
  return status === 'onScene' || status === 'transporting' ? 'hospital' : 'nowhere';
}
