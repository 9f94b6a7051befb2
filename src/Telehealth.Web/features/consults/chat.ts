import type { ChatMessage } from '../../lib/contracts/consults';

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

/** What to ask for after a reconnect: everything after this. */
export const lastSequence = (lines: readonly ChatLine[]): number => lines.reduce((last, line) => Math.max(last, line.sequence ?? 0), 0);

/** How many lines of others came after the last one that was seen. */
export const unseenOf = (lines: readonly ChatLine[], seen: number, me: string | null): number =>
  lines.filter((line) => (line.sequence ?? 0) > seen && line.from !== me).length;
