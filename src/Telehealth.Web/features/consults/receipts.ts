import type { ChatMark, ParticipantView } from '../../lib/contracts/consults';
import { isolated } from '../../lib/text';

/** How far a stored line has come. */
export type ReceiptState = 'sent' | 'delivered' | 'read';

export interface Receipt {
  readonly state: ReceiptState;
  readonly text: string;
}

/** So many are named; more are counted. */
const mostNamed = 2;

/** Newer marks over older ones: a mark never goes back, in whatever order they arrive. */
export function mergeMarks(marks: ReadonlyMap<string, ChatMark>, newer: readonly ChatMark[]): ReadonlyMap<string, ChatMark> {
  const merged = new Map(marks);
  for (const mark of newer) {
    const before = merged.get(mark.participantId);
    merged.set(mark.participantId, {
      ...mark,
      delivered: Math.max(mark.delivered, before?.delivered ?? 0),
      read: Math.max(mark.read, before?.read ?? 0),
    });
  }
  return merged;
}

/**
 * What became of an own line. Whoever came after it never got it, and whoever left before it arrived keeps it from nobody.
 * @param others everybody else who is or was in the visit.
 */
export function receiptOf(sequence: number, marks: ReadonlyMap<string, ChatMark>, others: readonly ParticipantView[]): Receipt {
  const audience = others.filter((one) => one.readsAfter < sequence);
  const seated = audience.filter((one) => one.presence !== 'away');
  const readers = audience.filter((one) => (marks.get(one.id)?.read ?? 0) >= sequence);
  if (readers.length > 0) return { state: 'read', text: readText(readers, audience) };
  const arrived = seated.length > 0 && seated.every((one) => (marks.get(one.id)?.delivered ?? 0) >= sequence);
  return arrived ? { state: 'delivered', text: 'Delivered' } : { state: 'sent', text: 'Sent' };
}

function readText(readers: readonly ParticipantView[], audience: readonly ParticipantView[]): string {
  if (audience.length === 1) return 'Read';
  if (readers.length > mostNamed) return readers.length === audience.length ? 'Read by everybody' : `Read by ${readers.length}`;
  return `Read by ${readers.map((one) => isolated(one.name)).join(' and ')}`;
}
