import { expect, test } from 'vitest';
import { NegotiationQueue } from './NegotiationQueue';

function gated() {
  const ran: boolean[] = [];
  const gates: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const queue = new NegotiationQueue(async (iceRestart) => {
    most = Math.max(most, ++now);
    ran.push(iceRestart);
    await new Promise<void>((resolve) => gates.push(resolve));
    now--;
  });
  const open = async (): Promise<void> => {
    gates.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { queue, ran, open, most: () => most };
}

test('wishes during a negotiation become one more, not many', async () => {
  const { queue, ran, open, most } = gated();
  queue.request();
  queue.request();
  queue.request();
  await open();
  await open();
  expect(ran).toEqual([false, false]);
  expect(most()).toBe(1);
});

test('a wished restart is not lost among plain wishes', async () => {
  const { queue, ran, open } = gated();
  queue.request();
  queue.request(true);
  queue.request();
  await open();
  await open();
  expect(ran).toEqual([false, true]);
});

test('a cleared queue does not go on for a connection that is gone', async () => {
  const { queue, ran, open } = gated();
  queue.request();
  queue.request();
  queue.clear();
  await open();
  expect(ran).toEqual([false]);
});
