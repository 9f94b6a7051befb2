import { describe, expect, it } from 'vitest';
import { leftOutGroups, liveUnits, responseOf } from './response';
import { anAssignment, anEmergency } from './testRows';

const need = (number: number, metAt: string | null = null) => ({ number, role: 'Ambulance', skills: [], metAt, missing: false });

describe('a response', () => {
  it('lists each unit that is asked for in order, with who comes and for whom it is kept', () => {
    const row = anEmergency('E-1', {
      needs: [need(2), need(1)],
      assignments: [anAssignment('A12', { need: 1 })],
      reservations: [{ assignmentId: 'r', unitId: 'A14', callSign: 'A14', need: 2, byHand: false, reservedAt: '' }],
    });
    const lines = responseOf(row);
    expect(lines.map((line) => [line.need.number, ...line.units.map((unit) => unit.callSign)])).toEqual([[1, 'A12'], [2]]);
    expect(lines[1]?.kept.map((kept) => kept.callSign)).toEqual(['A14']);
  });

  it('has nobody in it who has done its work', () => {
    const row = anEmergency('E-1', { needs: [need(1, '2026-01-01T10:30:00Z')], assignments: [anAssignment('A12', { status: 'clear' })] });
    expect(liveUnits(row)).toEqual([]);
  });

  it('shows the crew with the patient before the one that relieves it', () => {
    const row = anEmergency('E-1', {
      assignments: [anAssignment('B', { status: 'offered', epoch: 1 }), anAssignment('A', { status: 'onScene', epoch: 2 })],
    });
    expect(responseOf(row)[0]?.units.map((unit) => unit.callSign)).toEqual(['A', 'B']);
  });
});

describe('those left out', () => {
  it('stand by reason, those first that a person may overrule', () => {
    const left = (callSign: string, reason: string) => ({ unitId: callSign, callSign, reason, text: '', mayBeOverruled: false });
    const groups = leftOutGroups([
      left('A1', 'unit.assigned'),
      left('A2', 'unit.lacks_skill'),
      left('A3', 'unit.assigned'),
      left('A4', 'unit.new_reason'),
    ]);
    expect(groups.map((group) => [group.reason, group.units.length])).toEqual([
      ['unit.lacks_skill', 1],
      ['unit.assigned', 2],
      ['unit.new_reason', 1],
    ]);
  });
});
