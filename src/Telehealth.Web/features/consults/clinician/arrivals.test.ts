import { expect, test } from 'vitest';
import type { ConsultCard } from '../../../lib/contracts/consults';
import { Arrivals, titleOf } from './arrivals';

const waits = (id: string, waitingSince = '2026-01-01T12:00:00Z'): ConsultCard => ({
  id,
  version: 1,
  phase: 'waiting',
  patientId: 'p',
  patientName: 'Ana',
  clinicianId: null,
  clinicianName: null,
  reason: 'A cough',
  bookedFor: null,
  waitingSince,
  startedAt: null,
  endedAt: null,
  locked: false,
  returnedAt: null,
  returnReason: null,
});

test('who comes while the desk is open is announced once', () => {
  const arrivals = new Arrivals();
  arrivals.take([]);
  expect(arrivals.take([waits('a')])).toBe(1);
  expect(arrivals.take([waits('a')])).toBe(0);
  expect(arrivals.take([waits('a'), waits('b'), waits('c')])).toBe(2);
});

test('who waits already when the desk opens is seen there, and not announced', () => {
  const arrivals = new Arrivals();
  arrivals.take(null);
  expect(arrivals.take([waits('a')])).toBe(0);
});

test('who came while the connection was away is announced when it is back', () => {
  const arrivals = new Arrivals();
  arrivals.take([waits('a')]);
  expect(arrivals.take([waits('a'), waits('b')])).toBe(1);
});

test('who waits for a second time is announced a second time', () => {
  const arrivals = new Arrivals();
  arrivals.take([waits('a')]);
  expect(arrivals.take([waits('a', '2026-01-01T12:30:00Z')])).toBe(1);
});

test('the title counts who waits, and only while that is known', () => {
  expect(titleOf(2, true)).toBe('(2) Telehealth · Clinician');
  expect(titleOf(2, false)).toBe('Telehealth · Clinician');
  expect(titleOf(0, true)).toBe('Telehealth · Clinician');
});
