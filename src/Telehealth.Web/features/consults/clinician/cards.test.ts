import { beforeEach, expect, test } from 'vitest';
import type { ConsultCard } from '../../../lib/contracts/consults';
import { expectSnapshot, inProgress, leave, me, see, takeSnapshot, waiting } from './cards';

const card = (id: string, version: number, phase: ConsultCard['phase'], clinicianId: string | null = null): ConsultCard => ({
  id,
  version,
  phase,
  patientId: 'p',
  patientName: 'Ana',
  clinicianId,
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

beforeEach(() => {
  expectSnapshot();
  takeSnapshot([]);
  me.value = 'me';
});

test('who was admitted by another leaves the list', () => {
  see(card('a', 1, 'waiting'));
  see(card('b', 1, 'waiting'));
  leave('a', 2);
  expect(waiting.value.map((row) => row.id)).toEqual(['b']);
});

test('whom I admitted runs, whichever message comes first', () => {
  see(card('a', 1, 'waiting'));
  leave('a', 2);
  see(card('a', 2, 'inProgress', 'me'));
  see(card('b', 1, 'waiting'));
  see(card('b', 2, 'inProgress', 'me'));
  leave('b', 2);
  expect(inProgress.value.map((row) => row.id)).toEqual(['a', 'b']);
});

test('news of an earlier leaving does not take away who waits again', () => {
  see(card('a', 3, 'waiting'));
  leave('a', 2);
  expect(waiting.value.map((row) => row.id)).toEqual(['a']);
});

test('a snapshot that is older than what was told meanwhile brings nobody back who has left', () => {
  expectSnapshot();
  leave('a', 2);
  takeSnapshot([card('a', 1, 'waiting'), card('b', 1, 'waiting')]);
  expect(waiting.value.map((row) => row.id)).toEqual(['b']);
});

test('who comes while an older snapshot is on its way is not lost', () => {
  expectSnapshot();
  see(card('a', 1, 'waiting'));
  takeSnapshot([card('b', 1, 'waiting')]);
  expect(waiting.value.map((row) => row.id).sort()).toEqual(['a', 'b']);
});
