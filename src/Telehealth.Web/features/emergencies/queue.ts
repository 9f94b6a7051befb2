import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { isOpen } from './labels';

/** Most urgent first, and among equals the one that has waited longest. The id makes the order the same on every console. */
export function queueOrder(a: EmergencyRow, b: EmergencyRow): number {
  return a.priority - b.priority || Date.parse(a.raisedAt) - Date.parse(b.raisedAt) || a.id.localeCompare(b.id);
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
