import { describe, expect, it } from 'vitest';
import type { UnitFix } from '../../lib/contracts/units';
import { aUnit } from './testUnits';
import { nextGroup, shownUnits, silentUnits, unitOrder, wholeBoard } from './unitView';

const units = [
  aUnit('A9', { statusSince: '2026-01-01T10:05:00Z', skills: ['basic', 'advanced'] }),
  aUnit('A11', { statusSince: '2026-01-01T09:00:00Z' }),
  aUnit('A12', { status: 'assigned', statusSince: '2026-01-01T10:00:00Z' }),
];
const fix = (unitId: string, at: string): [string, UnitFix] => [
  unitId,
  { unitId, latitude: 48, longitude: 9, accuracyMetres: null, headingDegrees: null, at },
];
const fixes = new Map([fix('A9', '2026-01-01T10:00:00Z'), fix('A12', '2026-01-01T10:06:00Z')]);
const shown = (view: Partial<typeof wholeBoard>, filter = '') =>
  shownUnits(units, fixes, filter, { ...wholeBoard, ...view }).map((unit) => unit.callSign);

describe('the unit board', () => {
  it('stands by call sign as people count', () => expect(shown({})).toEqual(['A9', 'A11', 'A12']));
  it('sorts by time in status', () => expect(shown({ sort: 'status' })).toEqual(['A11', 'A12', 'A9']));
  it('sorts by age of position, and one that was never seen comes first', () =>
    expect(shown({ sort: 'position' })).toEqual(['A11', 'A9', 'A12']));
  it('filters by status, skill and text at once', () => {
    expect(shown({ group: 'available' })).toEqual(['A9', 'A11']);
    expect(shown({ group: 'available', skill: 'advanced' })).toEqual(['A9']);
    expect(shown({ group: 'available' }, 'a11')).toEqual(['A11']);
  });
  it('steps through the filters and back to all', () => {
    let view = wholeBoard;
    for (let step = 0; step < 5; step += 1) view = nextGroup(view);
    expect(view.group).toBe('all');
  });
  it('does not count a unit as available that has not been heard of for longer than anything is offered to it', () => {
    const roster = ['A1', 'A2', 'A3', 'A4'].map((sign) =>
      aUnit(sign, {
        shiftStartedAt: sign === 'A3' ? '2026-01-01T10:58:00Z' : '2026-01-01T08:00:00Z',
        ...(sign === 'A4' ? { status: 'assigned' } : {}),
      }),
    );
    const seen = new Map([fix('A1', '2026-01-01T10:43:00Z'), fix('A2', '2026-01-01T10:58:00Z')]);
    const silent = silentUnits(roster, seen, Date.parse('2026-01-01T11:00:00Z'));
    const group = (name: 'available' | 'silent') =>
      shownUnits(roster, seen, '', { ...wholeBoard, group: name }, new Set(silent)).map((unit) => unit.callSign);
    expect(group('silent')).toEqual(['A1']);
    expect(group('available')).toEqual(['A2', 'A3']);
  });
});

describe('units', () => {
  it('stand by call sign as people count', () => {
    const signs = ['A11', 'A9', 'B1'].map((callSign) => ({ callSign }) as Parameters<typeof unitOrder>[0]).sort(unitOrder);
    expect(signs.map((unit) => unit.callSign)).toEqual(['A9', 'A11', 'B1']);
  });
});
