import type { ChatMessage, ChatPage } from '../../lib/contracts/consults';

export type ChatState = 'sending' | 'sent' | 'failed';

export interface ChatLine {
  /** The sender's own id: what is shown while sending and what comes back are the same line. */
  readonly commandId: string;
  /** Null until the server has stored it. */
  readonly sequence: number | null;
  readonly from: string;
  readonly fromName: string;
  readonly fromGuest: boolean;
  readonly text: string;
  readonly at: string;
  /** When it was taken off the screens; null while it stands. */
  readonly withdrawnAt: string | null;
  readonly withdrawnBy: string | null;
  readonly state: ChatState;
  readonly problem?: string;
}

const lineOf = (message: ChatMessage): ChatLine => ({ ...message, state: 'sent' });

/** Stored messages in the server's order; what is still on its way stands after them in the order of writing. */
export function mergeChat(lines: readonly ChatLine[], messages: readonly ChatMessage[]): ChatLine[] {
  const stored = new Map<number, ChatLine>();
  for (const line of lines) if (line.sequence !== null) stored.set(line.sequence, line);
  for (const message of messages) {
    // What was removed stays so, whatever was under way meanwhile.
    const isRemoved = stored.get(message.sequence)?.withdrawnAt != null;
    if (!isRemoved || message.withdrawnAt !== null) stored.set(message.sequence, lineOf(message));
  }
  const arrived = new Set([...stored.values()].map((line) => line.commandId));
  const underWay = lines.filter((line) => line.sequence === null && !arrived.has(line.commandId));
  return [...[...stored.values()].sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0)), ...underWay];
}

/** What is known of a chat: its lines from one on, and what is on its way. */
export interface Chat {
  readonly lines: readonly ChatLine[];
  /** The sequence of the first stored line, where others stand before it; 0 when this one is the first of all. */
  readonly from: number;
}

const wholeFrom = (from: number, lines: readonly ChatLine[]): Chat => ({
  lines: from === 0 ? lines : lines.filter((line) => line.sequence === null || line.sequence >= from),
  from,
});

/** Lines as they are told one by one. One from before the first, such as one that was removed just now, comes when it is asked for. */
export const hearLines = (chat: Chat, messages: readonly ChatMessage[]): Chat => wholeFrom(chat.from, mergeChat(chat.lines, messages));

/**
 * What the server answers after an outage. Where it does not fit, the answer is whole from its first line on, and what stood here before
 * that one goes: there may be gaps in it.
 */
export function takeNewest(chat: Chat, newest: ChatPage): Chat {
  const first = newest.hasEarlier ? (newest.messages[0]?.sequence ?? 0) : 0;
  return wholeFrom(Math.max(chat.from, first), mergeChat(chat.lines, newest.messages));
}

/**
 * The lines before the first one.
 * @param meanwhile what was told of them while they were on their way.
 */
export function takeEarlier(chat: Chat, earlier: ChatPage, meanwhile: readonly ChatMessage[]): Chat {
  const from = earlier.hasEarlier ? (earlier.messages[0]?.sequence ?? 0) : 0;
  return wholeFrom(from, mergeChat(chat.lines, [...earlier.messages, ...meanwhile]));
}

/** What to ask for after a reconnect: everything after this. */
export const lastSequence = (lines: readonly ChatLine[]): number => lines.reduce((last, line) => Math.max(last, line.sequence ?? 0), 0);

/** How many lines of others came after the last one that was seen. */
export const unseenOf = (lines: readonly ChatLine[], seen: number, me: string | null): number =>
  lines.filter((line) => (line.sequence ?? 0) > seen && line.from !== me).length;
