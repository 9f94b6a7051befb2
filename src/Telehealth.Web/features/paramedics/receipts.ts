import { assignmentOverCode, emergencyOverCode, offerExpiredCode, offerOverCode } from '../../lib/contracts/codes';
import type { AssignmentStatus } from '../../lib/contracts/domain/emergencies';
import type { Receipt } from '../../lib/offline/commandQueue';
import type { Fault } from '../../lib/realtime';
import { exactTime } from '../../lib/time';
import type { QueuedCommand } from './queuedCommand';
import { stepLabels } from './steps';

/** What the server answers at once, or sooner than this, needs no word: the page shows it. */
const promptMs = 4_000;

/** Null for what was applied at once. */
export function receiptOf(item: QueuedCommand, fault: Fault | null, now: number): Receipt | null {
  if (fault === null && item.waited !== true && now - Date.parse(item.doneAt) < promptMs) {
    return null;
  }
  const { doneAt, about } = item;
  const settledAt = new Date(now).toISOString();
  const result = fault === null ? 'applied' : isOver(fault.code) ? 'late' : 'refused';
  return { id: item.command.commandId, what: whatLabel(item), about, doneAt, settledAt, result, text: resultText(item, fault, settledAt) };
}

function resultText(item: QueuedCommand, fault: Fault | null, settledAt: string): string {
  if (fault === null) {
    return `applied at ${exactTime(settledAt)}`;
  }
  if (!isOver(fault.code)) {
    return `not taken: ${fault.text}`;
  }
  // The server keeps what a crew did out of reach: a report, or an acceptance of an offer that had ended.
  const recorded =
    (item.kind === 'report' && fault.code === assignmentOverCode) || (item.kind === 'accept' && fault.code === offerOverCode);
  return recorded ? 'came too late: recorded, changed nothing' : `came too late: ${lowerFirst(fault.text)}`;
}

/** True when the server says that what it was about has ended. */
export function isOver(code: string): boolean {
  return code === offerOverCode || code === offerExpiredCode || code === assignmentOverCode || code === emergencyOverCode;
}

/** What was done, in the fewest words. */
export function whatLabel(item: QueuedCommand): string {
  switch (item.kind) {
    case 'accept':
      return 'Accepted';
    case 'decline':
      return 'Declined';
    case 'report':
      return statusLabel(item.command.status);
    case 'note':
      return `Note “${shortened(item.command.text)}”`;
    case 'hospital':
      return `To ${item.command.name}`;
    case 'availability':
      return item.command.available ? 'Available' : `Pause: ${item.command.reason ?? ''}`;
  }
}

function statusLabel(status: AssignmentStatus): string {
  return stepLabels[status] ?? status;
}

function shortened(text: string): string {
  return text.length > 32 ? `${text.slice(0, 31).trimEnd()}…` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
