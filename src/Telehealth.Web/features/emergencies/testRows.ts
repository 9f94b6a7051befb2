import type { AssignmentRow, EmergencyRow } from '../../lib/contracts/dispatching';

/** Rows for tests; what a test is about stands in the test. */
export function anEmergency(id: string, change: Partial<EmergencyRow> = {}): EmergencyRow {
  const assignments = change.assignments ?? [];
  return {
    id,
    version: 1,
    number: id,
    phase: 'searching',
    priority: 2,
    complaint: 'fall',
    complaintLabel: 'Fall',
    description: '',
    location: { latitude: 48.4, longitude: 9.6, accuracyMetres: null, source: 'caller', note: null },
    callbackNumber: '07315550',
    patientName: null,
    ageYears: null,
    unverified: false,
    raisedAt: '2026-01-01T10:00:00Z',
    endedAt: null,
    assignment: assignments[0] ?? null,
    assignments,
    needs: [{ number: 1, role: 'Ambulance', skills: ['basic'], metAt: null, missing: true }],
    reservations: [],
    missing: 1,
    alarmLevel: 1,
    plan: null,
    desk: null,
    queueKey: `${change.priority ?? 2}-${id}`,
    offerEffect: 'meets',
    reopensUntil: null,
    ...change,
  };
}

export function anAssignment(callSign: string, change: Partial<AssignmentRow> = {}): AssignmentRow {
  return {
    id: `job-${callSign}`,
    epoch: 1,
    unitId: callSign,
    callSign,
    status: 'enRoute',
    byHand: false,
    offeredAt: '2026-01-01T10:00:00Z',
    deadline: null,
    statusAt: '2026-01-01T10:01:00Z',
    travel: { seconds: 240, metres: 3000, source: 'roads' },
    dueAt: '2026-01-01T10:05:00Z',
    need: 1,
    pages: 1,
    relievesAssignmentId: null,
    hospitalName: null,
    ...change,
  };
}
