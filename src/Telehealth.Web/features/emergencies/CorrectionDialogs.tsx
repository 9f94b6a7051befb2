import { type Signal, useSignal } from '@preact/signals';
import { appInfo } from '../../lib/access/account';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { longestPlaceNote, longestEmergencyText } from '../../lib/contracts/domain/emergencies';
import { longestTelephone } from '../../lib/contracts/domain/text';
import type { ComplaintEntry, PlaceView } from '../../lib/contracts/emergencies';
import { type IncidentDialogProps, ReasonDialog } from './ReasonDialog';
import { isJob } from './labels';
import { PlacePicker, type PickedPlace } from '../../lib/map/PlacePicker';
import { earlier, isNoTime } from '../../lib/time/earlier';
import { EarlierTime } from '../../lib/ui/EarlierTime';
import { Field, Select, TextArea } from '../../lib/ui/Fields';
import { placeFrom } from './placeFrom';
import type { TriageProtocol } from './triageProtocol';

/** What the form says now. */
interface CorrectionDraft {
  place: Signal<PickedPlace | null>;
  note: Signal<string>;
  number: Signal<string>;
  complaint: Signal<string>;
  age: Signal<string>;
}

/** What was wrong is put right: only what differs is sent, and the old value stays in the timeline. */
export function CorrectDialog({ commands, row, protocol, onClose }: IncidentDialogProps & { protocol: TriageProtocol }) {
  const draft: CorrectionDraft = {
    place: useSignal<PickedPlace | null>(pickedPlace(row.location)),
    note: useSignal(row.location.note ?? ''),
    number: useSignal(row.callbackNumber ?? ''),
    complaint: useSignal(row.complaint),
    age: useSignal(row.ageYears === null ? '' : String(row.ageYears)),
  };
  const reason = useSignal('');
  const change = changeOf(row, draft);
  const crews = row.assignments.filter((unit) => isJob(unit.status)).map((unit) => unit.callSign);
  const send = async (): Promise<void> => {
    const correction = { emergencyId: row.id, ...change, reason: reason.value.trim() };
    const outcome = await commands.ask(
      'correct',
      (hub, commandId) => hub.Correct({ ...correction, commandId }),
      'The incident is corrected.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      commands={commands}
      title={`Correct ${row.number}`}
      word="Correct"
      busyName="correct"
      wide
      focusElsewhere
      reason={reason}
      ready={Object.values(change).some((part) => part !== null)}
      onSend={send}
      onClose={onClose}
    >
      <p class="muted small">
        {crews.length === 0
          ? 'Units that have not answered are ranked again.'
          : `${crews.join(', ')} ${crews.length === 1 ? 'is' : 'are'} told, and must confirm that they have seen it.`}
      </p>
      <div class="raise-columns">
        <Place draft={draft} />
        <People draft={draft} complaints={protocol.outcome.value?.value?.complaints ?? []} />
      </div>
    </ReasonDialog>
  );
}

function Place({ draft: { place, note } }: { draft: CorrectionDraft }) {
  return (
    <section class="stack stack-3">
      <PlacePicker
        value={place.value}
        onPick={(picked) => {
          place.value = picked;
        }}
        styleUrl={appInfo.value?.mapStyleUrl ?? null}
        label="Place of the emergency"
      />
      <Field
        label={place.value === null ? 'Place in words' : 'Floor, door, landmark'}
        maxLength={longestPlaceNote}
        value={note.value}
        onInput={(value) => {
          note.value = value;
        }}
        testId="correct-note"
      />
    </section>
  );
}

function People({ draft: { number, complaint, age }, complaints }: { draft: CorrectionDraft; complaints: readonly ComplaintEntry[] }) {
  return (
    <section class="stack stack-3">
      <Field
        label="Call-back number"
        type="tel"
        inputMode="tel"
        maxLength={longestTelephone}
        hint="Leave it empty when there is none."
        value={number.value}
        onInput={(value) => {
          number.value = value;
        }}
        testId="correct-number"
      />
      {complaints.length > 0 && (
        <Select
          label="Complaint"
          value={complaint.value}
          options={complaints.map(({ code, label }) => ({ value: code, label }))}
          onInput={(value) => {
            complaint.value = value;
          }}
          testId="correct-complaint"
        />
      )}
      <Field
        label="Patient's age in years"
        type="number"
        inputMode="numeric"
        min="0"
        step="1"
        value={age.value}
        onInput={(value) => {
          age.value = value;
        }}
        testId="correct-age"
      />
    </section>
  );
}

/** Null for what stays as it is. */
function changeOf(row: EmergencyRow, draft: CorrectionDraft) {
  const known = pickedPlace(row.location);
  const place = draft.place.value;
  const note = draft.note.value;
  const number = draft.number.value.trim();
  const samePlace = place?.latitude === known?.latitude && place?.longitude === known?.longitude;
  const sameNote = note.trim() === (row.location.note ?? '');
  const years = draft.age.value.trim() === '' ? null : Number(draft.age.value);
  return {
    location: samePlace && sameNote ? null : placeFrom(samePlace ? row.location : place, note),
    callbackNumber: number === (row.callbackNumber ?? '') ? null : number,
    complaint: draft.complaint.value === row.complaint ? null : draft.complaint.value,
    ageYears: years === row.ageYears || years === null || !Number.isInteger(years) ? null : years,
  };
}

function pickedPlace({ latitude, longitude, accuracyMetres, source }: PlaceView): PickedPlace | null {
  return latitude === null || longitude === null ? null : { latitude, longitude, accuracyMetres, source };
}

/** Somebody else rings about the same. */
export function CallerDialog({ commands, row, onClose }: IncidentDialogProps) {
  const number = useSignal('');
  const words = useSignal('');
  const at = useSignal('');
  const said = number.value.trim() !== '' || words.value.trim() !== '';
  const send = async (): Promise<void> => {
    const call = {
      emergencyId: row.id,
      callbackNumber: number.value.trim() || null,
      words: words.value.trim(),
      calledAt: earlier(at.value),
    };
    const done = 'The caller is added to the incident.';
    const outcome = await commands.ask('caller', (hub, commandId) => hub.AddCaller({ ...call, commandId }), done);
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      commands={commands}
      title={`Another caller about ${row.number}`}
      word="Add the caller"
      busyName="caller"
      ready={said && !isNoTime(at.value)}
      onSend={send}
      onClose={onClose}
    >
      <Field
        label="Their number, if known"
        type="tel"
        inputMode="tel"
        maxLength={longestTelephone}
        autoFocus
        value={number.value}
        onInput={(value) => {
          number.value = value;
        }}
        testId="caller-number"
      />
      <TextArea
        label="What they say"
        rows={3}
        maxLength={longestEmergencyText}
        value={words.value}
        onInput={(value) => {
          words.value = value;
        }}
        testId="caller-words"
      />
      <EarlierTime label="When the call came, if earlier" value={at} />
    </ReasonDialog>
  );
}

export function ReopenDialog({ commands, row, onClose }: IncidentDialogProps) {
  const reason = useSignal('');
  const send = async (): Promise<void> => {
    const about = { emergencyId: row.id, reason: reason.value.trim() };
    const outcome = await commands.ask('reopen', (hub, commandId) => hub.Reopen({ ...about, commandId }), 'The incident is open again.');
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      commands={commands}
      title={`Open ${row.number} again`}
      word="Open again"
      busyName="reopen"
      reason={reason}
      ready
      onSend={send}
      onClose={onClose}
    >
      <p>Open it again if it ended by mistake. The search for a unit starts again; the crew that was there may be the nearest.</p>
    </ReasonDialog>
  );
}
