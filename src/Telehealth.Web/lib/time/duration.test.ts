import { expect, test } from 'vitest';
import { clockDuration, pastText, spellDuration } from './duration';

test('a ticking duration shows hours only when there are any', () => {
  expect(clockDuration(42_900)).toBe('0:42');
  expect(clockDuration(725_000)).toBe('12:05');
  expect(clockDuration(3_723_000)).toBe('1:02:03');
});

test('a clock that is behind shows zero, never less', () => {
  expect(clockDuration(-5000)).toBe('0:00');
  expect(spellDuration(-1)).toBe('0 s');
});

test('a spoken duration keeps to what matters', () => {
  expect(spellDuration(59_999)).toBe('59 s');
  expect(spellDuration(3_720_000)).toBe('1 h 2 min');
});

test('what is over is told by the time alone today, and with its day before', () => {
  const now = new Date(2026, 0, 15, 18, 0).getTime();
  const at = (day: number): string => new Date(2026, 0, day, 14, 32).toISOString();
  expect(pastText(at(15), now)).toMatch(/^0?2:32|^14:32/);
  expect(pastText(at(14), now)).toMatch(/14.*:32/);
});
