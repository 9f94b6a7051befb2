import { expect, test } from 'vitest';
import type { ChatMark, ParticipantView } from '../../lib/contracts/consults';
import { isolated } from '../../lib/text';
import { mergeMarks, receiptOf } from './receipts';

const nothing = { microphone: false, camera: false, screen: false, interrupted: false };
const person = (id: string, part: Partial<ParticipantView> = {}): ParticipantView => ({
  id,
  name: id,
  role: 'patient',
  presence: 'here',
  since: '2026-01-01T10:00:00Z',
  media: nothing,
  mutedByClinician: nothing,
  invitedAs: null,
  hasTwin: false,
  readsAfter: 0,
  ...part,
});
const marksOf = (...marks: ChatMark[]): ReadonlyMap<string, ChatMark> => mergeMarks(new Map(), marks);
const mark = (participantId: string, delivered: number, read = 0): ChatMark => ({ participantId, delivered, read });

test('a line is sent until it has reached everybody who is seated', () => {
  const others = [person('ben'), person('chloe')];
  expect(receiptOf(5, marksOf(), [])).toEqual({ state: 'sent', text: 'Sent' });
  expect(receiptOf(5, marksOf(mark('ben', 5), mark('chloe', 4)), others).state).toBe('sent');
  expect(receiptOf(5, marksOf(mark('ben', 5), mark('chloe', 9)), others)).toEqual({ state: 'delivered', text: 'Delivered' });
});

test('nobody waits for one who left or who came after the line', () => {
  const others = [person('ben'), person('chloe', { presence: 'away' }), person('iris', { readsAfter: 6 })];
  expect(receiptOf(5, marksOf(mark('ben', 5)), others).state).toBe('delivered');
});

test('who has lost the line is waited for', () => {
  expect(receiptOf(5, marksOf(mark('ben', 5)), [person('ben'), person('chloe', { presence: 'reconnecting' })]).state).toBe('sent');
});

test('readers are named, and counted when they are many', () => {
  const others = [person('ben'), person('chloe'), person('david'), person('eva')];
  expect(receiptOf(5, marksOf(mark('ben', 5, 5)), [person('ben')]).text).toBe('Read');
  expect(receiptOf(5, marksOf(mark('ben', 5, 5)), others).text).toBe(`Read by ${isolated('ben')}`);
  expect(receiptOf(5, marksOf(mark('ben', 5, 5), mark('eva', 7, 7)), others).text).toBe(
    `Read by ${isolated('ben')} and ${isolated('eva')}`,
  );
  expect(receiptOf(5, marksOf(mark('ben', 5, 5), mark('eva', 7, 7), mark('david', 7, 7)), others).text).toBe('Read by 3');
  expect(receiptOf(5, marksOf(...others.map((one) => mark(one.id, 7, 7))), others).text).toBe('Read by everybody');
});

test('a guest who came by a link that somebody else had used before has read nothing of what that one read', () => {
  expect(receiptOf(5, marksOf(mark('ben', 5), mark('iris', 5, 5)), [person('ben'), person('iris', { readsAfter: 8 })]).state).toBe(
    'delivered',
  );
});

test('an older mark that comes late takes nothing back', () => {
  const marks = mergeMarks(marksOf(mark('ben', 9, 7)), [mark('ben', 8, 3)]);
  expect(marks.get('ben')).toEqual(mark('ben', 9, 7));
});
