import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failed } from '../../lib/realtime/outcome';
import { Knock } from './Knock';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function knocksAfter(reason: 'refused' | 'unreachable', code: string): number {
  let knocks = 0;
  const knock = new Knock(() => knocks++);
  knock.answered(failed(reason, code, '').error);
  vi.advanceTimersByTime(10_000);
  return knocks;
}

test.each(['consult.locked', 'consult.not_running', 'consult.room_away'])('a door that is shut is knocked at again: %s', (code) => {
  expect(knocksAfter('refused', code)).toBe(1);
});

test.each(['request.too_many', 'hub.too_many_requests', 'entity.busy', 'store.unavailable'])(
  'a refusal that passes leaves nobody outside until the page is loaded anew: %s',
  (code) => {
    expect(knocksAfter('refused', code)).toBe(1);
  },
);

test.each(['consult.not_found', 'consult.elsewhere', 'link.failed'])('a no is a no: %s', (code) => {
  expect(knocksAfter('refused', code)).toBe(0);
});

test('a line that broke knocks when it is back, and not before', () => {
  expect(knocksAfter('unreachable', 'link.unreachable')).toBe(0);
});

test('nobody knocks any more once the door has opened', () => {
  let knocks = 0;
  const knock = new Knock(() => knocks++);
  knock.answered(failed('refused', 'consult.locked', '').error);
  knock.answered(null);
  vi.advanceTimersByTime(10_000);
  expect(knocks).toBe(0);
});
