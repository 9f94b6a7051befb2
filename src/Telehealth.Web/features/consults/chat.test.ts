import { expect, test } from 'vitest';
import { type Chat, type ChatLine, hearLines, lastSequence, mergeChat, takeEarlier, takeNewest, unseenOf } from './chat';
import { message, removed } from './testChat';

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
  const lines = mergeChat(mergeChat([], [message(4), message(7)]), [removed(4)]);
  expect(lines.map((line) => [line.sequence, line.text])).toEqual([
    [4, 'Message removed'],
    [7, 'text 7'],
  ]);
  expect(mergeChat(lines, [message(4)])[0]?.text).toBe('Message removed');
});

const chatOf = (from: number, ...sequences: number[]): Chat => ({
  lines: mergeChat(
    [],
    sequences.map((one) => message(one)),
  ),
  from,
});
const shown = (chat: Chat): (number | string | null)[] => chat.lines.map((line) => line.sequence ?? line.commandId);

test('an answer that fits is put to what is known', () => {
  const chat = takeNewest(chatOf(0, 4, 7), { messages: [removed(4), message(9)], hasEarlier: false });
  expect([shown(chat), chat.from]).toEqual([[4, 7, 9], 0]);
  expect(chat.lines[0]?.withdrawnAt).not.toBeNull();
});

test('what stood before the first line of an answer that does not fit is dropped, and what is on its way stays', () => {
  const before = chatOf(0, 4, 7);
  const chat = takeNewest(
    { ...before, lines: [...before.lines, sending('mine')] },
    { messages: [message(21), message(22)], hasEarlier: true },
  );
  expect([shown(chat), chat.from]).toEqual([[21, 22, 'mine'], 21]);
});

test('old tombstones that come with an answer leave no gap behind them', () => {
  const chat = takeNewest(chatOf(50, 50, 51), { messages: [removed(8), removed(9), message(52)], hasEarlier: false });
  expect([shown(chat), chat.from]).toEqual([[50, 51, 52], 50]);
  const flooded = takeNewest(chatOf(50, 50, 51), { messages: [removed(8), removed(9)], hasEarlier: true });
  expect([shown(flooded), flooded.from]).toEqual([[50, 51], 50]);
});

test('a line from before the first one that is removed meanwhile stands nowhere', () => {
  expect(shown(hearLines(chatOf(50, 50), [removed(8), message(51)]))).toEqual([50, 51]);
});

test('an own line that comes to stand before the first one is not on its way any more', () => {
  const chat = hearLines({ lines: [...mergeChat([], [message(50)]), sending('mine')], from: 50 }, [message(20, 'mine')]);
  expect(shown(chat)).toEqual([50]);
});

test('earlier lines are put before the first until there are none', () => {
  const more = takeEarlier(chatOf(50, 50, 51), { messages: [message(30), message(31)], hasEarlier: true }, []);
  expect([shown(more), more.from]).toEqual([[30, 31, 50, 51], 30]);
  const all = takeEarlier(more, { messages: [message(4)], hasEarlier: false }, []);
  expect([shown(all), all.from]).toEqual([[4, 30, 31, 50, 51], 0]);
});

test('a line that was removed while it was being loaded is not shown as it was', () => {
  const chat = takeEarlier(chatOf(50, 50), { messages: [message(30), message(31)], hasEarlier: false }, [removed(31)]);
  expect(chat.lines.map((line) => line.text)).toEqual(['text 30', 'Message removed', 'text 50']);
});
