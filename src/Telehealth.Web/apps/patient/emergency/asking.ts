import { signal } from '@preact/signals';
import { emergencyLink, help, helpIsLive, seeHelp } from '../links';
import { draft, draftedDetails, draftedPlace, type DraftPlace } from './draft';
import { HelpCall } from './helpCall';
import { followDevice } from './PlaceStep';

/** True while somebody tells more about the help that they have asked for. */
export const telling = signal(false);

export const helpCall = new HelpCall({
  live: () => {
    const view = help.peek();
    return view && helpIsLive(view) ? view : null;
  },
  place: draftedPlace,
  details: draftedDetails,
  send: (call) => emergencyLink.callSurely(call),
  seen: seeHelp,
});

/** Asks for help now; where the device is follows by itself as soon as it knows. */
export function askForHelp(complaint: string): void {
  draft.complaint.value = complaint;
  if (!telling.peek()) {
    telling.value = true;
    followDevice(
      (place) => {
        if (draft.placeByHand.peek() || !telling.peek() || !isWorthTelling(place)) return;
        draft.place.value = place;
        void helpCall.tell();
      },
      () => undefined,
    );
    void recallNumber();
  }
  void helpCall.tell();
}

/** The first one at once; after it only one that is much surer, since each is looked at by dispatch and crew. */
function isWorthTelling(place: DraftPlace): boolean {
  const last = draft.place.peek()?.accuracyMetres ?? null;
  return last === null || (place.accuracyMetres !== null && place.accuracyMetres < last / 2);
}

/** The number that this account gave the last time. */
async function recallNumber(): Promise<void> {
  const known = await emergencyLink.call.MyNumber();
  const number = known.value?.callbackNumber ?? null;
  if (number === null || draft.callback.peek() !== '') return;
  draft.callback.value = number;
  void helpCall.tell();
}
