import { expect, test } from 'vitest';
import type { ConsultCard } from '../../../lib/contracts/consults';
import { whenText } from '../../../lib/time';
import { opensLater } from './opening';

const booked: ConsultCard = {
  id: 'a',
  version: 1,
  phase: 'booked',
  patientId: 'p',
  patientName: 'Ana',
  clinicianId: 'c',
  clinicianName: 'Chloe',
  reason: 'A result',
  bookedFor: '2026-03-02T09:00:00Z',
  waitingSince: null,
  startedAt: null,
  endedAt: null,
  locked: false,
  returnedAt: null,
  returnReason: null,
};

test('a visit of tomorrow says when it opens', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  expect(opensLater(booked, now)).toBe(whenText('2026-03-02T08:30:00.000Z', now));
});

test('half an hour before it begins it can be opened, and afterwards too', () => {
  expect(opensLater(booked, Date.parse('2026-03-02T08:30:00Z'))).toBeNull();
  expect(opensLater(booked, Date.parse('2026-03-02T09:10:00Z'))).toBeNull();
});

test('a visit that waits or runs opens at once', () => {
  expect(opensLater({ ...booked, phase: 'waiting' }, 0)).toBeNull();
});
