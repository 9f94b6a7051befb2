import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { ChatMessage, ChatPage, ConsultView } from '../../lib/contracts/consults';
import { failed, type Outcome, succeeded } from '../../lib/realtime/outcome';
import type { ConsultLink } from './consultLink';
import { ConsultChat } from './ConsultChat';
import { message, removed } from './testChat';

const view = (hasEarlier: boolean, ...messages: ChatMessage[]): ConsultView =>
  ({ messages, hasEarlier, marks: [] }) as unknown as ConsultView;

/** A server that answers when the test says so. */
class Line {
  readonly asked: number[] = [];
  answer: (outcome: Outcome<ChatPage>) => void = () => undefined;
  said: (consultId: string, message: ChatMessage) => void = () => undefined;
  readonly chat: ConsultChat;

  constructor() {
    const call = {
      EarlierMessages: (_: string, before: number) => {
        this.asked.push(before);
        return new Promise<Outcome<ChatPage>>((resolve) => (this.answer = resolve));
      },
      MarkMessages: async () => succeeded({}),
    };
    const on = (name: string, handler: never): (() => void) => {
      if (name === 'MessageSaid') this.said = handler;
      return () => undefined;
    };
    this.chat = new ConsultChat({ call, on } as unknown as ConsultLink, 'visit', signal('ben'), new AbortController().signal);
    this.chat.listen();
  }

  get shown(): (number | null)[] {
    return this.chat.lines.peek().map((line) => line.sequence);
  }
}

test('the button stands there while there is more, and a second press asks nothing', async () => {
  const line = new Line();
  line.chat.take(view(true, message(50)));
  expect(line.chat.earlier.peek().kind).toBe('there');

  const loading = line.chat.loadEarlier(() => undefined);
  expect(await line.chat.loadEarlier(() => undefined)).toBe(0);
  expect(line.chat.earlier.peek().kind).toBe('loading');
  line.answer(succeeded({ messages: [message(30), message(31)], hasEarlier: false }));

  expect(await loading).toBe(2);
  expect([line.asked, line.shown, line.chat.earlier.peek().kind]).toEqual([[50], [30, 31, 50], 'none']);
});

test('what did not come says what to do, and is asked for again', async () => {
  const line = new Line();
  line.chat.take(view(true, message(50)));
  const loading = line.chat.loadEarlier(() => undefined);
  line.answer(failed('refused', 'request.too_many', 'Wait a moment and try again.'));
  await loading;
  expect(line.chat.earlier.peek()).toEqual({ kind: 'failed', text: 'Wait a moment and try again.' });

  const again = line.chat.loadEarlier(() => undefined);
  line.answer(failed('lost', 'link.lost', 'The connection broke before the answer came.'));
  await again;
  expect(line.chat.earlier.peek()).toMatchObject({ kind: 'failed', text: expect.stringContaining('try again') });
  expect(line.asked).toEqual([50, 50]);
});

test('a line that is removed while it is loaded stays removed', async () => {
  const line = new Line();
  line.chat.take(view(true, message(50)));
  const loading = line.chat.loadEarlier(() => undefined);
  line.said('visit', removed(31));
  line.answer(succeeded({ messages: [message(30), message(31)], hasEarlier: false }));
  await loading;
  expect(line.chat.lines.peek().map((one) => one.text)).toEqual(['text 30', 'Message removed', 'text 50']);
});

test('an answer that does not reach up to the first line any more leaves no gap', async () => {
  const line = new Line();
  line.chat.take(view(true, message(50)));
  const loading = line.chat.loadEarlier(() => undefined);
  line.chat.take(view(true, message(80), message(81)));
  line.answer(succeeded({ messages: [message(30)], hasEarlier: false }));
  await loading;
  expect([line.shown, line.chat.earlier.peek().kind]).toEqual([[80, 81], 'there']);
});
