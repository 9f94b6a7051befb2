import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MarkSender, type Marks } from './MarkSender';
import { TypingPeople, typingLastsMs } from './TypingPeople';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('who writes is shown until it was not told for a while', () => {
  const typing = new TypingPeople();
  typing.heard('ana');
  vi.advanceTimersByTime(typingLastsMs - 1);
  typing.heard('ana');
  typing.heard('ben');
  expect(typing.ids.value).toEqual(['ana', 'ben']);
  vi.advanceTimersByTime(typingLastsMs - 1);
  expect(typing.ids.value).toEqual(['ana', 'ben']);
  vi.advanceTimersByTime(1);
  expect(typing.ids.value).toEqual([]);
});

test('who has sent the line writes no more', () => {
  const typing = new TypingPeople();
  typing.heard('ana');
  typing.stopped('ana');
  expect(typing.ids.value).toEqual([]);
});

const sender = (arrives: () => boolean = () => true): { told: Marks[]; marks: MarkSender } => {
  const told: Marks[] = [];
  return {
    told,
    marks: new MarkSender(async (marks) => {
      told.push(marks);
      return arrives();
    }),
  };
};

test('a burst of marks is told once, the newest of them, and never backwards', async () => {
  const { told, marks } = sender();
  marks.note({ delivered: 4 });
  marks.note({ delivered: 9, read: 4 });
  marks.note({ delivered: 6 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([{ delivered: 9, read: 4 }]);
  marks.note({ delivered: 8, read: 3 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toHaveLength(1);
});

test('what did not arrive is told with the next, and all again after an outage', async () => {
  let arrives = false;
  const { told, marks } = sender(() => arrives);
  marks.note({ delivered: 4 });
  await vi.advanceTimersByTimeAsync(1_000);
  arrives = true;
  marks.note({ delivered: 4 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toHaveLength(2);
  marks.again();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([told[0], told[0], told[0]]);
});
