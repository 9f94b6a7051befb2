import { signal } from '@preact/signals';
import type { PatientPresence } from '../../../lib/contracts/consults';

/** `unknown`: the server has not said so lately, or has never seen a page of the patient. */
export type Presence = { readonly kind: 'here' | 'unknown' } | { readonly kind: 'away'; readonly since: string };

// The server repeats itself every three seconds.
const believedMs = 15_000;

const told = signal<ReadonlyMap<string, { presence: PatientPresence; at: number }>>(new Map());

/** @param now of a clock that never jumps, in milliseconds. */
export function takePresences(presences: readonly PatientPresence[], now: number): void {
  const fresh = [...told.peek()].filter(([, one]) => now - one.at < believedMs);
  told.value = new Map([...fresh, ...presences.map((presence) => [presence.consultId, { presence, at: now }] as const)]);
}

export function presenceOf(consultId: string, now: number, live: boolean): Presence {
  const known = told.value.get(consultId);
  if (!live || known === undefined || now - known.at >= believedMs) return { kind: 'unknown' };
  return known.presence.here ? { kind: 'here' } : { kind: 'away', since: known.presence.seenAt };
}
