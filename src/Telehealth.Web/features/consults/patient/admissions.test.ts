import { expect, test } from 'vitest';
import type { ConsultCard } from '../../../lib/contracts/consults';
import { Admissions } from './admissions';

const card = (phase: ConsultCard['phase']): ConsultCard => ({
  id: 'a',
  version: 1,
  phase,
  patientId: 'p',
  patientName: 'Ana',
  clinicianId: null,
  clinicianName: null,
  reason: 'A cough',
  bookedFor: null,
  waitingSince: '2026-01-01T12:00:00Z',
  startedAt: null,
  endedAt: null,
  locked: false,
  returnedAt: null,
  returnReason: null,
});

test('who is let in while waiting hears of it once', () => {
  const admissions = new Admissions();
  expect(admissions.take([card('waiting')])).toEqual({ admitted: 0, returned: 0 });
  expect(admissions.take([card('inProgress')])).toEqual({ admitted: 1, returned: 0 });
  expect(admissions.take([card('inProgress')])).toEqual({ admitted: 0, returned: 0 });
});

test('a visit that runs already when the page opens rings no bell', () => {
  expect(new Admissions().take([card('inProgress')]).admitted).toBe(0);
});

test('who is sent back to wait hears of it once, and of being let in again', () => {
  const admissions = new Admissions();
  admissions.take([card('inProgress')]);
  expect(admissions.take([card('waiting')])).toEqual({ admitted: 0, returned: 1 });
  expect(admissions.take([card('waiting')])).toEqual({ admitted: 0, returned: 0 });
  expect(admissions.take([card('inProgress')])).toEqual({ admitted: 1, returned: 0 });
});
