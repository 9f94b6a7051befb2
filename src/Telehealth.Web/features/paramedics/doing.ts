import type { JobView } from '../../lib/contracts/paramedics';
import { newCommandId } from '../../lib/realtime';
import { serverTimeNow } from '../../lib/time';

/** The server's time, as commands carry it. */
export function now(): string {
  return new Date(serverTimeNow()).toISOString();
}

/** When a crew did something about a job, and which. */
export function doing(job: JobView): { doneAt: string; about: string } {
  return { doneAt: now(), about: job.number };
}

/** What every answer to an offer says. */
export function answerOf(job: JobView): {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  epoch: number;
  deviceTime: string;
} {
  const { emergencyId, assignmentId, epoch } = job;
  return { commandId: newCommandId(), emergencyId, assignmentId, epoch, deviceTime: now() };
}
