import type { PlanRow, PlanUnit } from '../../lib/contracts/responsePlans';
import { priorityNames } from '../emergencies/labels';
import { skillLong } from '../emergencies/skillNames';

/** Stands for every complaint. */
export const anyComplaint = '*';

/** As the triage protocol calls them, in its order. A code that is not among them is shown as it is. */
export const complaintNames: Readonly<Record<string, string>> = {
  unconscious: 'Unconscious or collapsed',
  breathing: 'Trouble breathing',
  'chest-pain': 'Chest pain',
  stroke: 'Signs of a stroke',
  bleeding: 'Severe bleeding',
  allergy: 'Allergic reaction',
  burns: 'Burns',
  childbirth: 'Childbirth',
  accident: 'Road accident',
  fall: 'Fall or injury',
  unwell: 'Feeling very unwell',
  other: 'Something else',
};

export const skillCodes = ['basic', 'advanced', 'criticalCare', 'paediatric', 'bariatric', 'rescue'] as const;

/** Two rows with the same key are for the same emergencies. */
export function keyOf(row: Pick<PlanRow, 'complaint' | 'priority'>): string {
  return `${row.complaint} ${row.priority ?? 'any'}`;
}

/** Holds where no other row does, so it can be changed but never be missing. */
export function isFallback(row: Pick<PlanRow, 'complaint' | 'priority'>): boolean {
  return row.complaint === anyComplaint && row.priority === null;
}

export function complaintText(complaint: string): string {
  return complaint === anyComplaint ? 'Any complaint' : (complaintNames[complaint] ?? complaint);
}

export function priorityText(priority: number | null): string {
  return priority === null ? 'any priority' : `priority ${priority}`;
}

export function rowText(row: Pick<PlanRow, 'complaint' | 'priority'>): string {
  return `${complaintText(row.complaint)}, ${priorityText(row.priority)}`;
}

export const priorityOptions: readonly { value: string; label: string }[] = [
  { value: '', label: 'Any priority' },
  ...Object.entries(priorityNames).map(([priority, name]) => ({ value: priority, label: `${priority}: ${name.toLowerCase()}` })),
];

export function skillText(skills: readonly string[] | null): string {
  return skills === null ? 'skills as triage asks' : skills.map(skillLong).join(', ');
}

export function unitText(unit: PlanUnit): string {
  return `${unit.count} × ${unit.role} (${skillText(unit.skills)})`;
}

/** One sentence a level, for comparing two rows. */
export function levelTexts(row: PlanRow): string[] {
  return row.levels.map((level, index) => `Level ${index + 1}: ${level.adds.map(unitText).join(', ')}`);
}

/** Written otherwise but for the same units counts as the same. */
export function sameRow(one: PlanRow, other: PlanRow): boolean {
  return keyOf(one) === keyOf(other) && JSON.stringify(levelsOf(one)) === JSON.stringify(levelsOf(other));
}

function levelsOf(row: PlanRow): unknown {
  return row.levels.map((level) =>
    level.adds.map((unit) => [unit.role.trim(), unit.count, unit.skills === null ? null : [...unit.skills].sort()]),
  );
}

export type RowChange =
  | { kind: 'added'; now: PlanRow }
  | { kind: 'changed'; was: PlanRow; now: PlanRow }
  | { kind: 'removed'; was: PlanRow };

export function rowOfChange(change: RowChange): PlanRow {
  return change.kind === 'removed' ? change.was : change.now;
}

/** What makes one list of rows the other. The order of rows decides nothing, so it is no change. */
export function changesBetween(before: readonly PlanRow[], after: readonly PlanRow[]): RowChange[] {
  const old = new Map(before.map((row) => [keyOf(row), row]));
  const kept = new Set(after.map(keyOf));
  return [
    ...after.flatMap((now): RowChange[] => {
      const was = old.get(keyOf(now));
      if (was === undefined) return [{ kind: 'added', now }];
      return sameRow(was, now) ? [] : [{ kind: 'changed', was, now }];
    }),
    ...before.filter((row) => !kept.has(keyOf(row))).map((was): RowChange => ({ kind: 'removed', was })),
  ];
}

/** Two people changed the same row: what it was for the first is not what stands there now. */
export interface Clash {
  key: string;
  /** As the newer version has the row; null where it has none. */
  theirs: PlanRow | null;
}

export interface Reapplied {
  rows: PlanRow[];
  clashes: Clash[];
}

/** The same changes on a newer version. A row that was changed there too is told, since the change takes its place. */
export function applyAgain(changes: readonly RowChange[], newer: readonly PlanRow[]): Reapplied {
  let rows = [...newer];
  const clashes: Clash[] = [];
  for (const change of changes) {
    const wanted = rowOfChange(change);
    const at = rows.findIndex((row) => keyOf(row) === keyOf(wanted));
    const theirs = rows[at] ?? null;
    if (clashesWith(change, theirs)) clashes.push({ key: keyOf(wanted), theirs });
    if (change.kind === 'removed') rows = rows.filter((_, index) => index !== at);
    else if (at === -1) rows = placed(rows, change.now);
    else rows[at] = change.now;
  }
  return { rows, clashes };
}

function clashesWith(change: RowChange, theirs: PlanRow | null): boolean {
  if (change.kind === 'removed') return theirs !== null && !sameRow(theirs, change.was);
  if (theirs !== null && sameRow(theirs, change.now)) return false;
  return change.kind === 'added' ? theirs !== null : theirs === null || !sameRow(theirs, change.was);
}

/** A new row stands beside those of its complaint, and before the fallback. */
export function placed(rows: readonly PlanRow[], row: PlanRow): PlanRow[] {
  const beside = rows.findLastIndex((other) => other.complaint === row.complaint && !isFallback(other));
  const fallback = rows.findIndex(isFallback);
  const at = beside !== -1 ? beside + 1 : fallback !== -1 ? fallback : rows.length;
  return [...rows.slice(0, at), row, ...rows.slice(at)];
}

/** The place in the list, from 0, that a refusal names; null when it is about all of them. */
export function rowNamedBy(text: string): number | null {
  const number = /^Row (\d+)\b/.exec(text)?.[1];
  return number === undefined ? null : Number(number) - 1;
}
