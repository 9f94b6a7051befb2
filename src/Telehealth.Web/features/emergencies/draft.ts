import { signal } from '@preact/signals';
import type { LocationSource } from '../../lib/contracts/domain/emergencies';
import type { Answer } from '../../lib/contracts/domain/triage';
import type { PlaceView } from '../../lib/contracts/emergencies';

export type Step = 'complaint' | 'questions' | 'where' | 'details';

export const steps: readonly { step: Step; title: string }[] = [
  { step: 'complaint', title: 'What is the emergency?' },
  { step: 'questions', title: 'A few quick questions' },
  { step: 'where', title: 'Where is help needed?' },
  { step: 'details', title: 'Last details' },
];

export interface DraftPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyMetres: number | null;
  readonly source: LocationSource;
}

/**
 * Of a place in words, and of what is added to a reason: shorter than the server takes, since somebody who waits for help reads it over.
 */
export const longestNote = 200;

/** What has been said so far. Kept in memory only: nothing about an emergency is left behind on the device. */
export const draft = {
  step: signal<Step>('complaint'),
  complaint: signal<string | null>(null),
  answers: signal<ReadonlyMap<string, Answer>>(new Map()),
  place: signal<DraftPlace | null>(null),
  /** A point on the map is never overruled by the device. */
  placeByHand: signal(false),
  /** They said that they do not know where they are. */
  placeNotKnown: signal(false),
  /** Floor, door, landmark; without a point, the place in words. */
  note: signal(''),
  description: signal(''),
  callback: signal(''),
};

export function clearDraft(): void {
  draft.step.value = 'complaint';
  draft.complaint.value = null;
  draft.answers.value = new Map();
  draft.place.value = null;
  draft.placeByHand.value = false;
  draft.placeNotKnown.value = false;
  draft.note.value = '';
  draft.description.value = '';
  draft.callback.value = '';
}

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** A place with a point; without one, what is said of it in words, or that nobody knows. */
export function placeInput(place: DraftPlace | null, note: string, notKnown = false): PlaceView {
  const words = textOrNull(note);
  if (place !== null)
    return {
      latitude: place.latitude,
      longitude: place.longitude,
      accuracyMetres: place.accuracyMetres,
      source: place.source,
      note: words,
    };
  return {
    latitude: null,
    longitude: null,
    accuracyMetres: null,
    source: words !== null ? 'caller' : notKnown ? 'callerDoesNotKnow' : 'notYetKnown',
    note: words,
  };
}

/**
 * Whether a fix is worth being told: the first one, and after it only one that is much surer, since each is looked at by dispatch and crew.
 */
export const isMuchSurer = (found: DraftPlace, than: number | null): boolean =>
  than === null || (found.accuracyMetres !== null && found.accuracyMetres < than / 2);

/**
 * What the device finds once the pages are done: told where no place is
 * known, or one of its own that it now knows much better; null otherwise.
 */
export function placeFoundLater(known: PlaceView, found: DraftPlace): PlaceView | null {
  if (known.latitude !== null && (known.source !== 'device' || !isMuchSurer(found, known.accuracyMetres))) return null;
  return placeInput(found, known.note ?? '');
}

export const draftedPlace = (): PlaceView => placeInput(draft.place.value, draft.note.value, draft.placeNotKnown.value);

export interface DraftedDetails {
  readonly complaint: string;
  readonly answers: { questionCode: string; answer: Answer }[];
  readonly description: string | null;
  readonly callbackNumber: string | null;
}

/** Null before a complaint was chosen. Only what was answered is said: what nobody has asked yet is no answer. */
export function draftedDetails(): DraftedDetails | null {
  const complaint = draft.complaint.value;
  if (complaint === null) return null;
  return {
    complaint,
    answers: [...draft.answers.value].map(([questionCode, answer]) => ({ questionCode, answer })),
    description: textOrNull(draft.description.value),
    callbackNumber: textOrNull(draft.callback.value),
  };
}
