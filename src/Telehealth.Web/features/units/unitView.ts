import { fixCountsForMs, type UnitFix, type UnitRow } from '../../lib/contracts/units';
import { matches } from '../../lib/text/folding';
import { isSilent } from './silence';

export type UnitGroup = 'available' | 'silent' | 'busy' | 'unavailable';

export function groupOf(unit: UnitRow): UnitGroup {
  return unit.status === 'available' ? 'available' : unit.status === 'unavailable' ? 'unavailable' : 'busy';
}

/** By call sign as people count: A9 before A11. */
export function unitOrder(a: UnitRow, b: UnitRow): number {
  return a.callSign.localeCompare(b.callSign, 'en', { numeric: true });
}

export type UnitSort = 'callSign' | 'status' | 'position';

export interface UnitView {
  group: UnitGroup | 'all';
  /** Null for any. */
  skill: string | null;
  sort: UnitSort;
}

export const wholeBoard: UnitView = { group: 'all', skill: null, sort: 'callSign' };

export const unitGroups: readonly { group: UnitGroup; label: string }[] = [
  { group: 'available', label: 'Available' },
  { group: 'silent', label: 'Silent' },
  { group: 'busy', label: 'On a job' },
  { group: 'unavailable', label: 'Unavailable' },
];

export const unitSorts: readonly { sort: UnitSort; label: string; long: string }[] = [
  { sort: 'callSign', label: 'Unit', long: 'sort by call sign' },
  { sort: 'status', label: 'In status', long: 'sort by time in status, longest first' },
  { sort: 'position', label: 'Position', long: 'sort by age of position, oldest first' },
];

/** Available by what they said last, and not heard of since: nobody can count on them. The server's alarm says so sooner. */
export function silentUnits(units: readonly UnitRow[], fixes: ReadonlyMap<string, UnitFix>, now: number): string[] {
  return units
    .filter((unit) => {
      const fix = fixes.get(unit.id);
      // One that has just come on shift may still be looking for its first position.
      const heardAt = Math.max(Date.parse(unit.shiftStartedAt), fix === undefined ? 0 : Date.parse(fix.at));
      return unit.status === 'available' && (isSilent(unit) || now - heardAt > fixCountsForMs);
    })
    .map((unit) => unit.id);
}

export function boardGroupOf(unit: UnitRow, silent: ReadonlySet<string>): UnitGroup {
  return silent.has(unit.id) ? 'silent' : groupOf(unit);
}

const nobody: ReadonlySet<string> = new Set();

/** Status age and position age are two things: a unit may be long available and just seen, or just assigned and long unseen. */
export function shownUnits(
  units: readonly UnitRow[],
  fixes: ReadonlyMap<string, UnitFix>,
  filter: string,
  view: UnitView,
  silent: ReadonlySet<string> = nobody,
): UnitRow[] {
  const fits = (unit: UnitRow): boolean =>
    (view.group === 'all' || boardGroupOf(unit, silent) === view.group) &&
    (view.skill === null || unit.skills.includes(view.skill)) &&
    matches(filter, unit.callSign, unit.status, ...unit.crewNames, ...unit.skills);
  const seen = (unit: UnitRow): number => {
    const fix = fixes.get(unit.id);
    // Never seen is older than any age.
    return fix === undefined ? Number.NEGATIVE_INFINITY : Date.parse(fix.at);
  };
  const orders: Record<UnitSort, (a: UnitRow, b: UnitRow) => number> = {
    callSign: unitOrder,
    status: (a, b) => Date.parse(a.statusSince) - Date.parse(b.statusSince) || unitOrder(a, b),
    position: (a, b) => (seen(a) === seen(b) ? unitOrder(a, b) : seen(a) - seen(b)),
  };
  return units.filter(fits).sort(orders[view.sort]);
}

export function skillsOf(units: readonly UnitRow[]): string[] {
  return [...new Set(units.flatMap((unit) => unit.skills))].sort();
}

export function nextGroup(view: UnitView): UnitView {
  const groups: readonly UnitView['group'][] = ['all', ...unitGroups.map((entry) => entry.group)];
  return { ...view, group: groups[(groups.indexOf(view.group) + 1) % groups.length] ?? 'all' };
}

export function nextSort(view: UnitView): UnitView {
  const sorts = unitSorts.map((entry) => entry.sort);
  return { ...view, sort: sorts[(sorts.indexOf(view.sort) + 1) % sorts.length] ?? 'callSign' };
}
