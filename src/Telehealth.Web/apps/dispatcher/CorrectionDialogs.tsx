import { useSignal } from '@preact/signals';
import { appInfo } from '../../lib/access';
import { longestPlaceNote, longestEmergencyText } from '../../lib/contracts/domain/emergencies';
import { longestTelephone } from '../../lib/contracts/domain/text';
import type { PlaceView } from '../../lib/contracts/emergencies';
import { isJob } from '../../lib/incidents/words';
import { PlacePicker, type PickedPlace } from '../../lib/map';
import { Field, Select, TextArea } from '../../lib/ui';
import { earlier, isNoTime } from './earlier';
import { EarlierTime } from './EarlierTime';
import { type IncidentDialogProps, ReasonDialog } from './ReasonDialog';

/** What was wrong is put right: only what differs is sent, and the old value stays in the timeline. */
export function CorrectDialog({ desk, row, onClose }: IncidentDialogProps) {
  const known = pickedPlace(row.location);
  const place = useSignal<PickedPlace | null>(known);
  const note = useSignal(row.location.note ?? '');
  const number = useSignal(row.callbackNumber ?? '');
  const complaint = useSignal(row.complaint);
  const age = useSignal(row.ageYears === null ? '' : String(row.ageYears));
  const reason = useSignal('');
  const complaints = desk.protocol.value?.value?.complaints ?? [];
  const crews = row.assignments.filter((unit) => isJob(unit.status)).map((unit) => unit.callSign);

  const samePlace = place.value?.latitude === known?.latitude && place.value?.longitude === known?.longitude;
  const sameNote = note.value.trim() === (row.location.note ?? '');
  const years = age.value.trim() === '' ? null : Number(age.value);
  const change = {
    location: samePlace && sameNote ? null : placed(samePlace ? row.location : place.value, note.value),
    callbackNumber: number.value.trim() === (row.callbackNumber ?? '') ? null : number.value.trim(),
    complaint: complaint.value === row.complaint ? null : complaint.value,
    ageYears: years === row.ageYears || years === null || !Number.isInteger(years) ? null : years,
  };
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'correct',
      (hub, commandId) => hub.Correct({ commandId, emergencyId: row.id, ...change, reason: reason.value.trim() }),
      'It is corrected.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
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
          ? 'Units without an answer are ranked anew.'
          : `${crews.join(', ')} ${crews.length === 1 ? 'is' : 'are'} told, and must say that they have seen it.`}
      </p>
      <div class="raise-columns">
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
      </div>
    </ReasonDialog>
  );
}

function pickedPlace({ latitude, longitude, accuracyMetres, source }: PlaceView): PickedPlace | null {
  return latitude === null || longitude === null ? null : { latitude, longitude, accuracyMetres, source };
}

function placed(place: PickedPlace | PlaceView | null, note: string): PlaceView {
  const words = note.trim() === '' ? null : note.trim();
  return place === null
    ? { latitude: null, longitude: null, accuracyMetres: null, source: words === null ? 'notYetKnown' : 'caller', note: words }
    : { latitude: place.latitude, longitude: place.longitude, accuracyMetres: place.accuracyMetres, source: place.source, note: words };
}

/** Somebody else rings about the same. */
export function CallerDialog({ desk, row, onClose }: IncidentDialogProps) {
  const number = useSignal('');
  const words = useSignal('');
  const at = useSignal('');
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'caller',
      (hub, commandId) =>
        hub.AddCaller({
          commandId,
          emergencyId: row.id,
          callbackNumber: number.value.trim() || null,
          words: words.value.trim(),
          calledAt: earlier(at.value),
        }),
      'The caller stands with the incident.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
      title={`Another caller about ${row.number}`}
      word="Add the caller"
      busyName="caller"
      ready={(number.value.trim() !== '' || words.value.trim() !== '') && !isNoTime(at.value)}
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

export function ReopenDialog({ desk, row, onClose }: IncidentDialogProps) {
  const reason = useSignal('');
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'reopen',
      (hub, commandId) => hub.Reopen({ commandId, emergencyId: row.id, reason: reason.value.trim() }),
      'The incident is open again.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
      title={`Open ${row.number} again`}
      word="Open again"
      busyName="reopen"
      reason={reason}
      ready
      onSend={send}
      onClose={onClose}
    >
      <p>It ended by mistake. A unit is looked for again; the crew that was there may be the nearest.</p>
    </ReasonDialog>
  );
}
