import { describe, expect, it } from 'vitest';
import type { PlanRow } from '../../lib/contracts/responsePlans';
import { applyAgain, changesBetween, placed, rowNamedBy, sameRow } from './planRows';
import { newRow, rowErrors, withNewLevel, withoutUnit, withUnit } from './rowDraft';

const row = (complaint: string, priority: number | null, role = 'Ambulance', skills: string[] | null = null): PlanRow => ({
  complaint,
  priority,
  levels: [{ adds: [{ role, skills, count: 1 }] }],
});
const fallback = row('*', null);

describe('Changes of plans', () => {
  it('are told by what a row is for, not by where it stands', () => {
    expect(changesBetween([row('fall', 2), fallback], [fallback, row('fall', 2)])).toEqual([]);
    expect(changesBetween([row('fall', 2), fallback], [row('fall', 3), fallback]).map((change) => change.kind)).toEqual([
      'added',
      'removed',
    ]);
    expect(changesBetween([row('fall', 2)], [row('fall', 2, 'Van')]).map((change) => change.kind)).toEqual(['changed']);
  });

  it('do not count the order of skills or spaces around a role', () => {
    expect(sameRow(row('fall', 2, 'Van', ['basic', 'rescue']), row('fall', 2, ' Van ', ['rescue', 'basic']))).toBe(true);
    expect(sameRow(row('fall', 2, 'Van', null), row('fall', 2, 'Van', ['basic']))).toBe(false);
  });

  it('are applied to a newer version without undoing what was changed there', () => {
    const base = [row('fall', 2), row('burns', null), fallback];
    const mine = changesBetween(base, [row('fall', 2, 'Van'), fallback]);
    const { rows, clashes } = applyAgain(mine, [...base, row('stroke', 1)]);
    expect(rows).toEqual([row('fall', 2, 'Van'), fallback, row('stroke', 1)]);
    expect(clashes).toEqual([]);
  });

  it('clash where both changed, removed or added the same row otherwise', () => {
    const clash = (before: PlanRow[], mine: PlanRow[], theirs: PlanRow[]) =>
      applyAgain(changesBetween(before, mine), theirs).clashes.length;
    expect(clash([row('fall', 2)], [row('fall', 2, 'Van')], [row('fall', 2, 'Truck')])).toBe(1);
    expect(clash([row('fall', 2)], [row('fall', 2, 'Van')], [])).toBe(1);
    expect(clash([row('fall', 2)], [], [row('fall', 2, 'Truck')])).toBe(1);
    expect(clash([], [row('fall', 2, 'Van')], [row('fall', 2, 'Truck')])).toBe(1);
    expect(clash([row('fall', 2)], [row('fall', 2, 'Van')], [row('fall', 2, 'Van')])).toBe(0);
    expect(clash([row('fall', 2)], [], [])).toBe(0);
  });
});

describe('A new row', () => {
  it('stands beside those of its complaint, else before the fallback', () => {
    const rows = [row('fall', 1), row('burns', 1), fallback];
    expect(placed(rows, row('fall', 2)).map((entry) => entry.complaint)).toEqual(['fall', 'fall', 'burns', '*']);
    expect(placed(rows, row('stroke', null)).map((entry) => entry.complaint)).toEqual(['fall', 'burns', 'stroke', '*']);
  });

  it('says what it lacks', () => {
    expect(Object.keys(rowErrors(newRow, []))).toEqual(['complaint', '0.0.role']);
    expect(rowErrors(row('fall', 2), [row('fall', 2)])['complaint']).toMatch(/already/);
    expect(Object.keys(rowErrors(withoutUnit(row('fall', 2), 0, 0), []))).toEqual(['0']);
    expect(Object.keys(rowErrors(withUnit(row('fall', 2), 0, 0, { skills: [] }), []))).toEqual(['0.0.skills']);
    expect(Object.keys(rowErrors(withNewLevel(row('fall', 2)), []))).toEqual(['1.0.role']);
    const many = {
      complaint: 'fall',
      priority: null,
      levels: Array.from({ length: 4 }, () => ({ adds: [{ role: 'Van', skills: null, count: 8 }] })),
    };
    expect(rowErrors(many, [])['levels']).toMatch(/32 units; at most 30/);
  });
});

describe('A refusal', () => {
  it('names its row by a number from 1, or none', () => {
    expect(rowNamedBy('Row 12 (any complaint, priority 1): give 1 to 5 alarm levels.')).toBe(11);
    expect(rowNamedBy('Row 3 names a skill that does not exist.')).toBe(2);
    expect(rowNamedBy('Add a row for any complaint at any priority.')).toBeNull();
  });
});
