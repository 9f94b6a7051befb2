import { computed, signal } from '@preact/signals';
import { stillSignedIn } from '../../lib/access';
import { type ConsultCard, type ConsultClient, consultHubPath, type ConsultHub } from '../../lib/contracts';
import { HubLink, newCommandId, observeServerTime, type Outcome } from '../../lib/realtime';

export const link = new HubLink<ConsultHub, ConsultClient>(consultHubPath, stillSignedIn);

/** Every consult this clinician is told of; null until the server has told. */
export const cards = signal<ReadonlyMap<string, ConsultCard> | null>(null);

export function see(card: ConsultCard): void {
  const known = cards.peek() ?? new Map<string, ConsultCard>();
  if ((known.get(card.id)?.version ?? -1) > card.version) return;
  cards.value = new Map(known).set(card.id, card);
}

/** Who sits at this desk. */
export const me = signal<string | null>(null);

const all = computed(() => [...(cards.value?.values() ?? [])]);

const by = (moment: (card: ConsultCard) => string | null) => (one: ConsultCard, other: ConsultCard): number => (moment(one) ?? '').localeCompare(moment(other) ?? '');

/** Whoever has waited longest stands first. */
export const waiting = computed(() => all.value.filter((card) => card.phase === 'waiting').sort(by((card) => card.waitingSince)));

// Only one's own: another clinician's consult cannot be entered from here.
export const inProgress = computed(() => all.value.filter((card) => card.phase === 'inProgress' && card.clinicianId === me.value).sort(by((card) => card.startedAt)));

export const booked = computed(() => all.value.filter((card) => card.phase === 'booked').sort(by((card) => card.bookedFor)));

export async function admit(consultId: string): Promise<Outcome<ConsultCard>> {
  const commandId = newCommandId();
  const outcome = await link.callSurely((hub) => hub.Admit({ commandId, consultId }));
  if (outcome.error === null) see(outcome.value);
  return outcome;
}

async function snapshot(): Promise<void> {
  const [room, mine] = await Promise.all([link.call.WatchWaitingRoom(), link.call.MyConsults()]);
  if (room.error !== null || mine.error !== null) return;
  observeServerTime(room.value.serverTime);
  const fresh = [...mine.value, ...room.value.waiting, ...room.value.inProgress];
  cards.value = new Map(fresh.map((card) => [card.id, card]));
}

export function startLink(clinicianId: string): void {
  me.value = clinicianId;
  link.on('WaitingRoomChanged', see);
  link.on('ConsultChanged', see);
  link.onLive(snapshot);
  link.start();
}
