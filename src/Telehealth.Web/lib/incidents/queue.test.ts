import { describe, expect, it } from 'vitest';
import type { EmergencyRow } from '../contracts/dispatching';
import { endedRows, matches, openQueue, unitOrder } from './queue';

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

describe('the filter', () => {
  it('wants every word, in any order and case', () => {
    expect(matches('a14 CHEST', 'Chest pain', 'A14', null)).toBe(true);
    expect(matches('a14 fall', 'Chest pain', 'A14')).toBe(false);
    expect(matches('lukasz ZOLC', 'Łukasz Żółć', 'A14')).toBe(true);
    expect(matches('أحمد', 'احمد', null)).toBe(true);
    expect(matches('ca2f', 'E-7CA2F6')).toBe(true);
    expect(matches(' ', 'Chest pain')).toBe(true);
    expect(matches('', 'anything')).toBe(true);
  });
});

describe('units', () => {
  it('stand by call sign as people count', () => {
    const signs = ['A11', 'A9', 'B1'].map((callSign) => ({ callSign }) as Parameters<typeof unitOrder>[0]).sort(unitOrder);
    expect(signs.map((unit) => unit.callSign)).toEqual(['A9', 'A11', 'B1']);
  });
});
