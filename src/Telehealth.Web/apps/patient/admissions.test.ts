import { expect, test } from 'vitest';
import type { ConsultCard } from '../../lib/contracts';
import { Admissions } from './admissions';

const card = (phase: ConsultCard['phase']): ConsultCard => ({
  id: 'a', version: 1, phase, patientId: 'p', patientName: 'Ana', clinicianId: null, clinicianName: null, reason: 'A cough',
  bookedFor: null, waitingSince: '2026-01-01T12:00:00Z', startedAt: null, endedAt: null, locked: false,
});

test('who is let in while waiting hears of it once', () => {
  const admissions = new Admissions();
  expect(admissions.take([card('waiting')])).toBe(0);
  expect(admissions.take([card('inProgress')])).toBe(1);
  expect(admissions.take([card('inProgress')])).toBe(0);
});

test('a visit that runs already when the page opens rings no bell', () => {
  expect(new Admissions().take([card('inProgress')])).toBe(0);
});
