import { signal } from '@preact/signals';
import type { HelpView } from '../../lib/contracts/emergencies';
import { newCommandId } from '../../lib/realtime';
import { draft, draftedDetails, draftedPlace, type DraftPlace, isMuchSurer, placeFoundLater } from './draft';
import { emergencyLink, help, helpIsLive, seeHelp } from './emergencyLink';
import { HelpCall } from './helpCall';
import { followDevice } from './PlaceStep';

/** True while somebody tells more about the help that they have asked for. */
export const telling = signal(false);

const liveHelp = (): HelpView | null => {
  const view = help.peek();
  return view && helpIsLive(view) ? view : null;
};

export const helpCall = new HelpCall({
  live: liveHelp,
  place: draftedPlace,
  details: draftedDetails,
  send: (call) => emergencyLink.sendUntilAnswered(call),
  seen: seeHelp,
});

/** Asks for help now; where the device is follows by itself as soon as it knows. */
export function askForHelp(complaint: string): void {
  draft.complaint.value = complaint;
  if (!telling.peek()) {
    telling.value = true;
    followDevice(
      (place) => {
        if (!telling.peek()) return void tellFoundLater(place);
        if (draft.placeByHand.peek() || !isMuchSurer(place, draft.place.peek()?.accuracyMetres ?? null)) return;
        draft.place.value = place;
        void helpCall.tell();
      },
      () => undefined,
    );
    void recallNumber();
  }
  void helpCall.tell();
}

/** Whoever filled in everything before the device knew where it is needs to be found all the same. */
async function tellFoundLater(place: DraftPlace): Promise<void> {
  const live = liveHelp();
  const location = live && placeFoundLater(live.location, place);
  if (!live || !location) return;
  const commandId = newCommandId();
  const outcome = await emergencyLink.sendUntilAnswered((hub) => hub.ImproveLocation({ commandId, emergencyId: live.id, location }));
  if (outcome.error === null) seeHelp(outcome.value);
}

/** The number that this account gave the last time. */
async function recallNumber(): Promise<void> {
  const known = await emergencyLink.call.MyNumber();
  const number = known.value?.callbackNumber ?? null;
  if (number === null || draft.callback.peek() !== '') return;
  draft.callback.value = number;
  void helpCall.tell();
}
