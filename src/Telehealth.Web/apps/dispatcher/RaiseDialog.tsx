import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { appInfo } from '../../lib/access';
import type { Answer, ComplaintEntry, ProtocolView } from '../../lib/contracts';
import { PlacePicker, type PickedPlace } from '../../lib/map';
import { Tries, type Fault } from '../../lib/realtime';
import { readTelephone } from '../../lib/text';
import { Button, Dialog, ErrorNotice, Field, Loading, TextArea } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

const answers: readonly { answer: Answer; label: string }[] = [
  { answer: 'yes', label: 'Yes' },
  { answer: 'no', label: 'No' },
  { answer: 'unknown', label: 'Not known' },
];

/** What the dispatcher writes down while the caller speaks, in the order in which it is asked: where first, then what. */
export function RaiseDialog({ desk, onClose }: { desk: DispatchConsole; onClose: () => void }) {
  const protocol = desk.protocol.value?.value ?? null;
  const protocolFault = desk.protocol.value?.error ?? null;
  const fault = useSignal<Fault | null>(null);
  const busy = useSignal(false);
  const complaint = useSignal<ComplaintEntry | null>(null);
  const given = useSignal<Readonly<Record<string, Answer>>>({});
  const place = useSignal<PickedPlace | null>(null);
  const note = useSignal('');
  const description = useSignal('');
  const callback = useSignal('');
  const [tries] = useState(() => new Tries());

  useEffect(() => void desk.fetchProtocol(), []);

  const missing = whatIsMissing(place.value, complaint.value, callback.value);
  const send = async (): Promise<void> => {
    if (place.value === null || complaint.value === null || missing !== null) return;
    busy.value = true;
    fault.value = await desk.raise({
      complaint: complaint.value.code,
      answers: complaint.value.questionCodes.map((questionCode) => ({ questionCode, answer: given.value[questionCode] ?? 'unknown' })),
      description: description.value.trim(),
      location: { ...place.value, note: note.value.trim() === '' ? null : note.value.trim() },
      callbackNumber: callback.value.trim(),
    }, tries);
    busy.value = false;
    if (fault.value === null) onClose();
  };

  return (
    <Dialog title="New emergency for a caller" wide onClose={onClose} testId="raise" footer={
      <>
        <span class="grow muted small" role="status">{missing ?? 'Ready to raise.'}</span>
        <Button onClick={onClose}>Back</Button>
        <Button kind="emergency" busy={busy.value} disabled={missing !== null} onClick={() => void send()} testId="raise-send">Raise emergency</Button>
      </>
    }>
      <div class="raise">
        {fault.value !== null && <ErrorNotice title="It is not raised yet" error={fault.value} />}
        <Field label="Call-back number" type="tel" inputMode="tel" required value={callback.value} onInput={(value) => { callback.value = value; }} testId="raise-callback" />
        <div class="raise-columns">
          <section class="stack stack-3">
            <h3>Where</h3>
            <PlacePicker value={place.value} onPick={(picked) => { place.value = picked; }} styleUrl={appInfo.value?.mapStyleUrl ?? null} label="Place of the emergency" />
            <Field label="Floor, door, landmark" maxLength={300} value={note.value} onInput={(value) => { note.value = value; }} />
          </section>
          <section class="stack stack-3">
            <h3>What</h3>
            {protocolFault !== null && <ErrorNotice title="The questions could not be loaded" error={protocolFault} actions={<Button onClick={() => void desk.fetchProtocol()}>Try again</Button>} />}
            {protocol === null ? (protocolFault === null && <Loading />) : (
              <Triage protocol={protocol} complaint={complaint.value} given={given.value} onComplaint={(entry) => { complaint.value = entry; }}
                onAnswer={(code, answer) => { given.value = { ...given.value, [code]: answer }; }} />
            )}
            <TextArea label="What happened" rows={3} maxLength={1000} value={description.value} onInput={(value) => { description.value = value; }} testId="raise-description" />
          </section>
        </div>
      </div>
    </Dialog>
  );
}

function whatIsMissing(place: PickedPlace | null, complaint: ComplaintEntry | null, callback: string): string | null {
  const parts = [
    readTelephone(callback).dial !== null ? null : 'a call-back number',
    place === null ? 'the place' : null,
    complaint === null ? 'the complaint' : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `Still needed: ${parts.join(', ')}.`;
}

interface TriageProps {
  protocol: ProtocolView;
  complaint: ComplaintEntry | null;
  given: Readonly<Record<string, Answer>>;
  onComplaint: (complaint: ComplaintEntry) => void;
  onAnswer: (code: string, answer: Answer) => void;
}

function Triage({ protocol, complaint, given, onComplaint, onAnswer }: TriageProps) {
  return (
    <>
      <div class="complaints" role="group" aria-label="Complaint">
        {protocol.complaints.map((entry) => (
          <button key={entry.code} type="button" class="complaint" aria-pressed={entry.code === complaint?.code} data-testid={`raise-complaint-${entry.code}`} onClick={() => onComplaint(entry)}>{entry.label}</button>
        ))}
      </div>
      {complaint?.questionCodes.map((code) => (
        <fieldset key={code} class="question">
          <legend>{protocol.questions.find((question) => question.code === code)?.text ?? code}</legend>
          <div class="question-answers">
            {answers.map(({ answer, label }) => (
              <label key={answer}>
                <input type="radio" name={`question-${code}`} checked={given[code] === answer} onChange={() => onAnswer(code, answer)} data-testid={`raise-answer-${code}-${answer}`} />
                <span>{label}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </>
  );
}
