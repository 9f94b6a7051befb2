import { expect, test } from 'vitest';
import { backoffDelayMs } from './backoff';

test('the first wait is short', () => {
  expect(backoffDelayMs(0, 0)).toBe(300);
  expect(backoffDelayMs(0, 0.999)).toBeLessThanOrEqual(300);
});

test('waits grow to five seconds and no further', () => {
  expect(backoffDelayMs(3, 1)).toBe(2400);
  expect(backoffDelayMs(60, 1)).toBe(5000);
});

test('jitter spreads clients that dropped together over half the step', () => {
  expect(backoffDelayMs(10, 0)).toBe(2500);
  expect(backoffDelayMs(10, 0.5)).toBe(3750);
});
