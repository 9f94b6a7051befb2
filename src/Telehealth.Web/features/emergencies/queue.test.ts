import { describe, expect, it } from 'vitest';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { endedRows, openQueue } from './queue';

const row = (id: string, change: Partial<EmergencyRow>): EmergencyRow => ({
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
  assignment: null,
  assignments: [],
  needs: [],
  reservations: [],
  missing: 1,
  alarmLevel: 1,
  plan: null,
  desk: null,
  ...change,
});

describe('the queue', () => {
  it('puts the most urgent first and among equals the one that has waited longest', () => {
    const rows = [
      row('young', { priority: 2, raisedAt: '2026-01-01T10:05:00Z' }),
      row('old', { priority: 2 }),
      row('urgent', { priority: 1, raisedAt: '2026-01-01T10:09:00Z' }),
    ];
    expect(openQueue(rows).map((entry) => entry.id)).toEqual(['urgent', 'old', 'young']);
  });

  it('keeps what is over apart, the last one first', () => {
    const rows = [
      row('open', {}),
      row('first', { phase: 'completed', endedAt: '2026-01-01T10:10:00Z' }),
      row('last', { phase: 'cancelled', endedAt: '2026-01-01T10:20:00Z' }),
    ];
    expect(openQueue(rows).map((entry) => entry.id)).toEqual(['open']);
    expect(endedRows(rows).map((entry) => entry.id)).toEqual(['last', 'first']);
  });
});
