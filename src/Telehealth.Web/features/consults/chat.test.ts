import { expect, test } from 'vitest';
import type { ChatMessage } from '../../lib/contracts/consults';
import { type ChatLine, lastSequence, mergeChat, unseenOf } from './chat';

const message = (sequence: number, commandId = `c${sequence}`): ChatMessage => ({
  sequence,
  commandId,
  from: 'ana',
  fromName: 'Ana',
  fromGuest: false,
  text: `text ${sequence}`,
  at: '2026-01-01T10:00:00Z',
  withdrawnAt: null,
  withdrawnBy: null,
});
const sending = (commandId: string): ChatLine => ({
  commandId,
  sequence: null,
  from: 'ana',
  fromName: 'Ana',
  fromGuest: false,
  text: 'on its way',
  at: '2026-01-01T10:00:00Z',
  withdrawnAt: null,
  withdrawnBy: null,
  state: 'sending',
});

test('messages stand in the order of the log, however they arrive', () => {
  const lines = mergeChat(mergeChat([], [message(9)]), [message(4), message(7)]);
  expect(lines.map((line) => line.sequence)).toEqual([4, 7, 9]);
});

test('a message that comes twice, live and after a reconnect, is shown once', () => {
  expect(mergeChat(mergeChat([], [message(4)]), [message(4)])).toHaveLength(1);
});

test('an own message that comes back takes the place of the one on its way', () => {
  const lines = mergeChat([sending('mine')], [message(5, 'mine')]);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.state).toBe('sent');
});

test('what is on its way stands last and is not asked for again', () => {
  const lines = mergeChat([sending('mine')], [message(5)]);
  expect(lines.map((line) => line.commandId)).toEqual(['c5', 'mine']);
  expect(lastSequence(lines)).toBe(5);
});

test('new are the lines of others after the last that was seen', () => {
  const lines = mergeChat([], [message(4), message(7), { ...message(9), from: 'ben' }, { ...message(11), from: 'ben' }]);
  expect(unseenOf(lines, 4, 'ana')).toBe(2);
  expect(unseenOf(lines, 9, 'ana')).toBe(1);
  expect(unseenOf(lines, 11, 'ana')).toBe(0);
});

test('a message that was removed stays so, also when it comes once more as it was', () => {
  const removed = { ...message(4), text: 'Message removed', withdrawnAt: '2026-01-01T10:01:00Z', withdrawnBy: 'ana' };
  const lines = mergeChat(mergeChat([], [message(4), message(7)]), [removed]);
  expect(lines.map((line) => [line.sequence, line.text])).toEqual([
    [4, 'Message removed'],
    [7, 'text 7'],
  ]);
  expect(mergeChat(lines, [message(4)])[0]?.text).toBe('Message removed');
});
