import type { EmergencyRow } from '../contracts/dispatching';
import type { UnitRow } from '../contracts/units';
import { contains } from '../text/folding';
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

export type UnitGroup = 'available' | 'silent' | 'busy' | 'unavailable';

export function groupOf(unit: UnitRow): UnitGroup {
  return unit.status === 'available' ? 'available' : unit.status === 'unavailable' ? 'unavailable' : 'busy';
}

/** By call sign as people count: A9 before A11. */
export function unitOrder(a: UnitRow, b: UnitRow): number {
  return a.callSign.localeCompare(b.callSign, 'en', { numeric: true });
}

/** Every word that was typed must stand somewhere in the row. */
export function matches(filter: string, ...texts: readonly (string | null)[]): boolean {
  return filter.trim() === '' || contains(filter, ...texts.filter((part) => part !== null));
}
