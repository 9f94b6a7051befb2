import { computed, signal } from '@preact/signals';
import { stillSignedIn } from '../../../lib/access';
import { type ConsultCard, type ConsultClient, consultHubPath, type ConsultHub } from '../../../lib/contracts/consults';
import { HubLink, VersionedRows } from '../../../lib/realtime';

export const consultLink = new HubLink<ConsultHub, ConsultClient>(consultHubPath, stillSignedIn);

const cards = new VersionedRows<ConsultCard>();
const told = signal(false);

/** The patient's own consults by id; null until the server has told. */
export const consults = computed(() => (told.value ? cards.all.value : null));

export function seeConsult(card: ConsultCard): void {
  cards.put(card);
}

export function startOwnConsults(): void {
  consultLink.on('ConsultChanged', seeConsult);
  consultLink.onLive(async () => {
    cards.expectSnapshot();
    const mine = await consultLink.call.MyConsults();
    if (mine.error !== null) return false;
    cards.replace(mine.value);
    told.value = true;
    return true;
  });
  consultLink.start();
}
