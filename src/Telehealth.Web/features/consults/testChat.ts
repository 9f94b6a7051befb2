import type { ChatMessage } from '../../lib/contracts/consults';

/** A line as Ana wrote it. */
export const message = (sequence: number, commandId = `c${sequence}`): ChatMessage => ({
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

/** The same after she took it back. */
export const removed = (sequence: number): ChatMessage => ({
  ...message(sequence),
  text: 'Message removed',
  withdrawnAt: '2026-01-01T10:01:00Z',
  withdrawnBy: 'ana',
});
