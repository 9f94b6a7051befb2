import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { isOpen } from './labels';

/** As the server has those that wait: it puts the order into a text of each row. */
export function queueOrder(a: EmergencyRow, b: EmergencyRow): number {
  return a.queueKey < b.queueKey ? -1 : a.queueKey > b.queueKey ? 1 : 0;
}

export function openQueue(rows: Iterable<EmergencyRow>): EmergencyRow[] {
  return [...rows].filter((row) => isOpen(row.phase)).sort(queueOrder);
}

/** Those that are over, the last one first. */
export function endedRows(rows: Iterable<EmergencyRow>): EmergencyRow[] {
  return [...rows]
    .filter((row) => !isOpen(row.phase))
    .sort((a, b) => Date.parse(b.endedAt ?? b.raisedAt) - Date.parse(a.endedAt ?? a.raisedAt) || a.id.localeCompare(b.id));
}
