import { signal } from '@preact/signals';
import type { Answer, HelpRequest, LocationSource, PlaceView } from '../../../lib/contracts';
import { Tries } from '../../../lib/realtime';
import { readTelephone } from '../../../lib/text';

export type Step = 'complaint' | 'questions' | 'where' | 'details';

export const steps: readonly { step: Step; title: string }[] = [
  { step: 'complaint', title: 'What is the emergency?' },
  { step: 'questions', title: 'A few quick questions' },
  { step: 'where', title: 'Where is help needed?' },
  { step: 'details', title: 'Last details, then send' },
];

export interface DraftPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyMetres: number | null;
  readonly source: LocationSource;
}

/** What has been said so far. Kept in memory only: nothing about an emergency is left behind on the device. */
export const draft = {
  /** Pressing send twice, or after an outage, raises it once; what was refused and is corrected goes out anew. */
  tries: new Tries(),
  step: signal<Step>('complaint'),
  complaint: signal<string | null>(null),
  answers: signal<ReadonlyMap<string, Answer>>(new Map()),
  place: signal<DraftPlace | null>(null),
  note: signal(''),
  description: signal(''),
  callback: signal(''),
};

export function clearDraft(): void {
  draft.step.value = 'complaint';
  draft.complaint.value = null;
  draft.answers.value = new Map();
  draft.place.value = null;
  draft.note.value = '';
  draft.description.value = '';
  draft.callback.value = '';
}

export const placeInput = (place: DraftPlace, note: string): PlaceView => ({ ...place, note: note.trim() === '' ? null : note.trim() });

/** There are digits in it that can be dialled; what else a number must be differs by country. */
export const canBeRung = (number: string): boolean => readTelephone(number).dial !== null;

/** The whole request; null while something that nobody else can say is missing. Questions left open count as not known. */
export function raiseOf(questionCodes: readonly string[]): Omit<HelpRequest, 'commandId'> | null {
  const complaint = draft.complaint.value;
  const place = draft.place.value;
  if (complaint === null || place === null || !canBeRung(draft.callback.value)) return null;
  return {
    complaint,
    answers: questionCodes.map((questionCode) => ({ questionCode, answer: draft.answers.value.get(questionCode) ?? 'unknown' })),
    description: draft.description.value.trim(),
    location: placeInput(place, draft.note.value),
    callbackNumber: draft.callback.value.trim(),
  };
}
