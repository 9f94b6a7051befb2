import type { UnitFix, UnitRow } from '../../lib/contracts';
import { groupOf, matches, unitOrder, type UnitGroup } from './queue';

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
  { group: 'busy', label: 'On a job' },
  { group: 'unavailable', label: 'Unavailable' },
];

export const unitSorts: readonly { sort: UnitSort; label: string; long: string }[] = [
  { sort: 'callSign', label: 'Unit', long: 'sort by call sign' },
  { sort: 'status', label: 'In status', long: 'sort by time in status, longest first' },
  { sort: 'position', label: 'Position', long: 'sort by age of position, oldest first' },
];

/** Status age and position age are two things: a unit may be long available and just seen, or just assigned and long unseen. */
export function shownUnits(units: readonly UnitRow[], fixes: ReadonlyMap<string, UnitFix>, filter: string, view: UnitView): UnitRow[] {
  const fits = (unit: UnitRow): boolean =>
    (view.group === 'all' || groupOf(unit) === view.group)
    && (view.skill === null || unit.skills.includes(view.skill))
    && matches(filter, unit.callSign, unit.status, ...unit.crewNames, ...unit.skills);
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
