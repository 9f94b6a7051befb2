import { expect, test } from 'vitest';
import { Redundancy } from './Redundancy';

const after = (losses: readonly number[]): boolean[] => {
  const redundancy = new Redundancy();
  return losses.map((loss) => redundancy.look(loss));
};

test('loss that lasts brings redundancy, a single bad look does not', () => {
  expect(after([0.05, 0, 0.05, 0.05])).toEqual([false, false, false, true]);
});

test('it goes on until there has been calm for a good while', () => {
  const calm = [0, 0, 0, 0, 0, 0];
  expect(after([0.1, 0.1, ...calm]).at(-1)).toBe(false);
  expect(after([0.1, 0.1, ...calm.slice(1)]).at(-1)).toBe(true);
  expect(after([0.1, 0.1, 0, 0, 0, 0.02, 0, 0, 0]).at(-1)).toBe(true);
});
