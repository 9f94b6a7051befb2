import { describe, expect, it } from 'vitest';
import { emergencyStatusText, missingText } from './labels';

const assignment = (id: string, callSign: string) =>
  ({
    id,
    epoch: 1,
    unitId: callSign,
    callSign,
    status: 'enRoute',
    byHand: false,
    offeredAt: '',
    deadline: null,
    statusAt: '2026-01-01T10:00:00Z',
    travel: { seconds: 240, metres: 3000, source: 'roads' },
    dueAt: '2026-01-01T10:04:00Z',
    need: 1,
    pages: 1,
    relievesAssignmentId: null,
    hospitalName: null,
  }) as const;

describe('the words for a response', () => {
  it('name the unit that is furthest and how many more are on it', () => {
    const row = {
      phase: 'assigned',
      assignment: assignment('a', 'A12'),
      assignments: [assignment('a', 'A12'), assignment('b', 'A14')],
    } as const;
    expect(emergencyStatusText({ ...row, assignments: [...row.assignments] })).toBe('En route A12 and 1 more');
  });

  it('say what is missing, and nothing when nothing is', () => {
    const needs = [1, 2, 3].map((number) => ({ number, role: 'Ambulance', skills: [], metAt: null, missing: true }));
    expect(missingText({ missing: 1, needs })).toBe('1 of 3 missing');
    expect(missingText({ missing: 0, needs })).toBeNull();
  });
});
