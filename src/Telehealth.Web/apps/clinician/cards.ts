import { computed, signal } from '@preact/signals';
import type { ConsultCard } from '../../lib/contracts';

/** Every consult this clinician is told of; null until the server has told. */
export const cards = signal<ReadonlyMap<string, ConsultCard> | null>(null);

/** Who sits at this desk. */
export const me = signal<string | null>(null);

/** The version at which those left the waiting room that did so while a snapshot was on its way, which may be older. */
const left = new Map<string, number>();

export function see(card: ConsultCard): void {
  const known = cards.peek() ?? new Map<string, ConsultCard>();
  if ((known.get(card.id)?.version ?? -1) > card.version) return;
  cards.value = new Map(known).set(card.id, card);
}

/** It waits no longer. What became of it is told apart, to those who take part. */
export function leave(consultId: string, version: number): void {
  left.set(consultId, version);
  const known = cards.peek()?.get(consultId);
  if (known === undefined || known.phase !== 'waiting' || known.version >= version) return;
  const rest = new Map(cards.peek());
  rest.delete(consultId);
  cards.value = rest;
}

/** A snapshot is asked for: from now on it is remembered who leaves. */
export const expectSnapshot = (): void => left.clear();

export function takeSnapshot(snapshot: readonly ConsultCard[]): void {
  const fresh = snapshot.filter((card) => card.phase !== 'waiting' || card.version >= (left.get(card.id) ?? 0));
  cards.value = new Map(fresh.map((card) => [card.id, card]));
}

const all = computed(() => [...(cards.value?.values() ?? [])]);

const by = (moment: (card: ConsultCard) => string | null) => (one: ConsultCard, other: ConsultCard): number => (moment(one) ?? '').localeCompare(moment(other) ?? '');

/** Whoever has waited longest stands first. */
export const waiting = computed(() => all.value.filter((card) => card.phase === 'waiting').sort(by((card) => card.waitingSince)));

// Only one's own: another clinician's consult cannot be entered from here.
export const inProgress = computed(() => all.value.filter((card) => card.phase === 'inProgress' && card.clinicianId === me.value).sort(by((card) => card.startedAt)));

export const booked = computed(() => all.value.filter((card) => card.phase === 'booked').sort(by((card) => card.bookedFor)));
