import { signal } from '@preact/signals';
import { stillSignedIn } from '../../lib/access';
import { type ConsultCard, type ConsultClient, consultHubPath, type ConsultHub, type EmergencyClient, emergencyHubPath, type EmergencyHub, type HelpView } from '../../lib/contracts';
import { HubLink, observeServerTime } from '../../lib/realtime';

export const consultLink = new HubLink<ConsultHub, ConsultClient>(consultHubPath, stillSignedIn);
export const emergencyLink = new HubLink<EmergencyHub, EmergencyClient>(emergencyHubPath, stillSignedIn);

/** The patient's own consults by id; null until the server has told. */
export const consults = signal<ReadonlyMap<string, ConsultCard> | null>(null);

/** The live emergency, or the one that ended last; undefined until the server has told. */
export const help = signal<HelpView | null | undefined>(undefined);

export function seeConsult(card: ConsultCard): void {
  const known = consults.peek() ?? new Map<string, ConsultCard>();
  if ((known.get(card.id)?.version ?? -1) > card.version) return;
  consults.value = new Map(known).set(card.id, card);
}

export function seeHelp(view: HelpView): void {
  const known = help.peek();
  if (known && known.id === view.id && known.version > view.version) return;
  observeServerTime(view.serverTime);
  help.value = view;
}

export const helpIsLive = (view: HelpView | null | undefined): boolean => Boolean(view && view.phase !== 'completed' && view.phase !== 'cancelled');

export function startLinks(): void {
  consultLink.on('ConsultChanged', seeConsult);
  consultLink.onLive(async () => {
    const mine = await consultLink.call.MyConsults();
    if (mine.error === null) consults.value = new Map(mine.value.map((card) => [card.id, card]));
  });
  emergencyLink.on('HelpChanged', seeHelp);
  emergencyLink.onLive(async () => {
    const mine = await emergencyLink.call.WatchMine();
    if (mine.error !== null) return;
    if (mine.value) seeHelp(mine.value);
    else help.value = null;
  });
  consultLink.start();
  emergencyLink.start();
}
