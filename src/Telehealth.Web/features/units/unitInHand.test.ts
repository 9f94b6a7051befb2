import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { anAssignment, anEmergency } from '../emergencies/testRows';
import { aUnit } from './testUnits';
import { UnitInHand } from './unitInHand';

const fall = anEmergency('fall', { assignments: [anAssignment('A12', { status: 'offered' }), anAssignment('A14')] });
const collapse = anEmergency('collapse', { assignments: [anAssignment('A13', { status: 'declined' }), anAssignment('A11')] });

function inHand(unitId: string | null, open: EmergencyRow | null): UnitInHand {
  const units = [aUnit('A11', { emergencyId: 'collapse' }), aUnit('A13'), aUnit('A12', { emergencyId: 'fall' })];
  return new UnitInHand({
    unitId: signal(unitId),
    openRow: signal(open),
    units: signal(new Map(units.map((unit) => [unit.id, unit]))),
    emergencies: signal(new Map([fall, collapse].map((row) => [row.id, row]))),
  });
}

describe('the unit that keys act upon', () => {
  it('is the selected one with its own job, whatever incident is open', () => {
    expect(inHand('A11', fall).job.value).toMatchObject({ emergency: { id: 'collapse' }, assignment: { callSign: 'A11' } });
    expect(inHand('A12', collapse).job.value).toMatchObject({ emergency: { id: 'fall' }, assignment: { callSign: 'A12' } });
  });

  it('is else the first of the open incident that has taken the job', () => {
    expect(inHand(null, fall).job.value?.assignment.callSign).toBe('A14');
    expect(inHand(null, collapse).job.value?.assignment.callSign).toBe('A11');
  });

  it('is none when the selected one has no job, or nothing is selected or open', () => {
    expect(inHand('A13', fall).job.value).toBeNull();
    expect(inHand(null, null).job.value).toBeNull();
  });
});
