import { computed, signal } from '@preact/signals';
import type { ConsultCard } from '../../../lib/contracts/consults';
import { VersionedRows } from '../../../lib/realtime';

const rows = new VersionedRows<ConsultCard>();
const told = signal(false);

/** Every consult this clinician is told of; null until the server has told. */
export const cards = computed(() => (told.value ? rows.all.value : null));

/** Who sits at this desk. */
export const me = signal<string | null>(null);

/** The version at which those left the waiting room that did so while a snapshot was on its way, which may be older. */
const left = new Map<string, number>();

export function see(card: ConsultCard): void {
  rows.put(card);
}

/** It waits no longer. What became of it is told apart, to those who take part. */
export function leave(consultId: string, version: number): void {
  left.set(consultId, version);
  rows.keep((card) => card.id !== consultId || card.phase !== 'waiting' || card.version >= version);
}

/** A snapshot is asked for: from now on it is remembered who leaves. */
export function expectSnapshot(): void {
  left.clear();
  rows.expectSnapshot();
}

export function takeSnapshot(snapshot: readonly ConsultCard[]): void {
  rows.replace(snapshot.filter((card) => card.phase !== 'waiting' || card.version >= (left.get(card.id) ?? 0)));
  told.value = true;
}

const all = computed(() => [...(cards.value?.values() ?? [])]);

const by =
  (moment: (card: ConsultCard) => string | null) =>
  (one: ConsultCard, other: ConsultCard): number =>
    (moment(one) ?? '').localeCompare(moment(other) ?? '');

/** Whoever has waited longest stands first. */
export const waiting = computed(() => all.value.filter((card) => card.phase === 'waiting').sort(by((card) => card.waitingSince)));

// Only one's own: another clinician's consult cannot be entered from here.
export const inProgress = computed(() =>
  all.value.filter((card) => card.phase === 'inProgress' && card.clinicianId === me.value).sort(by((card) => card.startedAt)),
);

export const booked = computed(() => all.value.filter((card) => card.phase === 'booked').sort(by((card) => card.bookedFor)));
