import type { UnitRow } from '../../lib/contracts/units';

/** For tests; what a test is about stands in the test. */
export function aUnit(callSign: string, change: Partial<UnitRow> = {}): UnitRow {
  return {
    id: callSign,
    version: 1,
    callSign,
    crewNames: ['Erik'],
    skills: ['basic'],
    status: 'available',
    assignmentStatus: null,
    emergencyId: null,
    unavailableReason: null,
    statusSince: '2026-01-01T10:00:00Z',
    shiftStartedAt: '2026-01-01T08:00:00Z',
    post: null,
    silence: null,
    ...change,
  };
}
