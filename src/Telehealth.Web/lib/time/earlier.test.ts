import { expect, test } from 'vitest';
import { earlier, isNoTime } from './earlier';

const now = new Date(2026, 10, 29, 14, 30).getTime();
const local = (iso: string | null): string | null => iso && new Date(iso).toString().slice(4, 21);

test('a time of the day is the last one that was', () => {
  expect(local(earlier('14:05', now))).toBe('Nov 29 2026 14:05');
  expect(local(earlier('1405', now))).toBe('Nov 29 2026 14:05');
  expect(local(earlier('23.50', now))).toBe('Nov 28 2026 23:50');
});

test('what is no time of the day is neither guessed at nor taken for nothing', () => {
  for (const text of ['25:10', '14:75', 'noon']) expect([earlier(text, now), isNoTime(text)]).toEqual([null, true]);
  expect([earlier(' ', now), isNoTime(' ')]).toEqual([null, false]);
});
