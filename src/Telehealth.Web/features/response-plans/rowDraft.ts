import { mostPlanUnits } from '../../lib/contracts/domain/responsePlans';
import type { PlanRow, PlanUnit } from '../../lib/contracts/responsePlans';
import { keyOf, rowText } from './planRows';

/** Where something is wrong in a row: the row itself, a level (`0`), or a field of a unit in it (`0.1.role`). */
export type RowErrors = Readonly<Record<string, string>>;

export const newUnit: PlanUnit = { role: '', skills: null, count: 1 };

export const newRow: PlanRow = { complaint: '', priority: null, levels: [{ adds: [newUnit] }] };

/** What can be said before the server is asked; the same rules, which decide there. */
export function rowErrors(row: PlanRow, others: readonly PlanRow[]): RowErrors {
  const units = row.levels.flatMap((level) => level.adds).reduce((sum, unit) => sum + unit.count, 0);
  return {
    ...keyError(row, others),
    ...(units > mostPlanUnits ? { levels: `All levels together ask for ${units} units; at most ${mostPlanUnits} can be planned.` } : {}),
    ...Object.fromEntries(
      row.levels.flatMap((level, index) => [
        ...(level.adds.length === 0 ? [[String(index), 'Nobody is added. Add a unit or take the level out.']] : []),
        ...level.adds.flatMap((unit, place) => unitErrors(unit, `${index}.${place}`)),
      ]),
    ),
  };
}

function keyError(row: PlanRow, others: readonly PlanRow[]): RowErrors {
  if (row.complaint === '') return { complaint: 'Choose a complaint.' };
  const same = others.findIndex((other) => keyOf(other) === keyOf(row));
  return same === -1 ? {} : { complaint: `There is a row for ${rowText(row)} already. Change that one.` };
}

function unitErrors(unit: PlanUnit, where: string): [string, string][] {
  return [
    ...(unit.role.trim() === '' ? [[`${where}.role`, 'Say what kind of unit it is.'] as [string, string]] : []),
    ...(unit.skills?.length === 0
      ? [[`${where}.skills`, 'Choose at least one skill, or those that triage asks for.'] as [string, string]]
      : []),
  ];
}

/** Spaces around a role say nothing. */
export function tidied(row: PlanRow): PlanRow {
  return { ...row, levels: row.levels.map((level) => ({ adds: level.adds.map((unit) => ({ ...unit, role: unit.role.trim() })) })) };
}

export function withUnit(row: PlanRow, level: number, place: number, change: Partial<PlanUnit>): PlanRow {
  return withAdds(row, level, (adds) => adds.map((unit, index) => (index === place ? { ...unit, ...change } : unit)));
}

export function withoutUnit(row: PlanRow, level: number, place: number): PlanRow {
  return withAdds(row, level, (adds) => adds.filter((_, index) => index !== place));
}

export function withNewUnit(row: PlanRow, level: number): PlanRow {
  return withAdds(row, level, (adds) => [...adds, newUnit]);
}

export function withNewLevel(row: PlanRow): PlanRow {
  return { ...row, levels: [...row.levels, { adds: [newUnit] }] };
}

export function withoutLevel(row: PlanRow, level: number): PlanRow {
  return { ...row, levels: row.levels.filter((_, index) => index !== level) };
}

function withAdds(row: PlanRow, level: number, change: (adds: PlanUnit[]) => PlanUnit[]): PlanRow {
  return { ...row, levels: row.levels.map((present, index) => (index === level ? { adds: change(present.adds) } : present)) };
}
