import { signal } from '@preact/signals';
import { emergencyLink, help, helpIsLive, seeHelp } from '../links';
import { draft, draftedDetails, draftedPlace } from './draft';
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
        if (draft.placeByHand.peek() || !telling.peek()) return;
        draft.place.value = place;
        void helpCall.tell();
      },
      () => undefined,
    );
    void recallNumber();
  }
  void helpCall.tell();
}

/** The number that this account gave the last time. */
async function recallNumber(): Promise<void> {
  const known = await emergencyLink.call.MyNumber();
  const number = known.value?.callbackNumber ?? null;
  if (number === null || draft.callback.peek() !== '') return;
  draft.callback.value = number;
  void helpCall.tell();
}
