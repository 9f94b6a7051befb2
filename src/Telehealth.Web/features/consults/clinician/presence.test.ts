import { expect, test } from 'vitest';
import { presenceOf, takePresences } from './presence';

const seenAt = '2026-01-01T12:00:00Z';

test('a patient is shown as here or away as the server said last', () => {
  takePresences(
    [
      { consultId: 'a', here: true, seenAt },
      { consultId: 'b', here: false, seenAt },
    ],
    1000,
  );
  expect(presenceOf('a', 2000, true)).toEqual({ kind: 'here' });
  expect(presenceOf('b', 2000, true)).toEqual({ kind: 'away', since: seenAt });
  takePresences([{ consultId: 'a', here: false, seenAt }], 3000);
  expect(presenceOf('a', 3000, true).kind).toBe('away');
});

test('what was not said lately, or while the page is not connected, is not shown as known', () => {
  takePresences([{ consultId: 'c', here: true, seenAt }], 1000);
  expect(presenceOf('c', 16_000, true).kind).toBe('unknown');
  expect(presenceOf('c', 2000, false).kind).toBe('unknown');
  expect(presenceOf('nobody', 2000, true).kind).toBe('unknown');
});
