import type { Refusal, Reply } from '../contracts/replies';

/**
 * Why a call brought no value: `refused` by the server with its code; `unreachable`, never sent;
 * `lost`, sent but the connection broke before the answer, so it may or may not have happened.
 */
export type FaultReason = 'refused' | 'unreachable' | 'lost';

export interface Fault extends Refusal {
  readonly reason: FaultReason;
}

export type Outcome<T> = { value: T; error: null } | { value: null; error: Fault };

export const succeeded = <T>(value: T): Outcome<T> => ({ value, error: null });

export const failed = <T>(reason: FaultReason, code: string, text: string): Outcome<T> => ({ value: null, error: { reason, code, text } });

export const outcomeOf = <T>(reply: Reply<T>): Outcome<T> =>
  reply.error === null ? succeeded(reply.value) : failed('refused', reply.error.code, reply.error.text);

/** Chosen by the sender, so that a command sent twice happens once. `crypto.randomUUID` exists on secure origins only. */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const passing: ReadonlySet<string> = new Set([
  'access.signed_out',
  'entity.busy',
  'store.unavailable',
  'hub.too_many_requests',
  'request.too_many',
  'photo.too_slow',
  'photo.too_many_at_once',
]);

/**
 * Whether nobody has decided on what was sent: the line broke, a gateway stood in between, or the server asked for patience. It is as good
 * as before, and is sent again with the same id. A 408, 429 or 5xx without a code of ours comes from what stands before the server.
 */
export function mayPass(fault: Fault): boolean {
  return fault.reason !== 'refused' || passing.has(fault.code) || /^http\.(401|408|429|5\d\d)$/.test(fault.code);
}

/** Nobody has said no: too much was asked at once, or the server could not look. A line that broke is not meant. */
export const isPassing = (fault: Fault): boolean => fault.reason === 'refused' && mayPass(fault);

/** Whether the server stumbled over what was sent: the next try may do better, or meet the same mistake of ours. */
export function stumbled(fault: Fault): boolean {
  return fault.code === 'link.failed' || fault.code === 'server.failed';
}
