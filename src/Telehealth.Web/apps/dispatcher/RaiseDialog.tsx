import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { appInfo } from '../../lib/access';
import type { NearEmergency } from '../../lib/contracts/dispatching';
import { longestEmergencyText, longestPlaceNote } from '../../lib/contracts/domain/emergencies';
import type { Answer } from '../../lib/contracts/domain/triage';
import { longestTelephone } from '../../lib/contracts/domain/text';
import type { ComplaintEntry, PlaceView, ProtocolView } from '../../lib/contracts/emergencies';
import { distanceWords, PlacePicker, type PickedPlace } from '../../lib/map';
import { Tries, type Fault } from '../../lib/realtime';
import { Button, Dialog, Duration, ErrorNotice, Field, Loading, Notice, TextArea, WrittenText } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';
import { earlier } from './earlier';
import { EarlierTime } from './EarlierTime';

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
  const calledAt = useSignal('');
  const [tries] = useState(() => new Tries());

  useEffect(() => void desk.fetchProtocol(), []);

  const missing = complaint.value === null ? 'Still needed: the complaint.' : null;
  const send = async (): Promise<void> => {
    if (complaint.value === null) return;
    busy.value = true;
    fault.value = await desk.raise(
      {
        complaint: complaint.value.code,
        answers: complaint.value.questionCodes.map((questionCode) => ({ questionCode, answer: given.value[questionCode] ?? 'unknown' })),
        description: description.value.trim(),
        location: placeOf(place.value, note.value),
        callbackNumber: callback.value.trim() || null,
        calledAt: earlier(calledAt.value),
      },
      tries,
    );
    busy.value = false;
    if (fault.value === null) onClose();
  };

  return (
    <Dialog
      title="New emergency for a caller"
      wide
      onClose={onClose}
      testId="raise"
      footer={
        <>
          <span class="grow muted small" role="status">
            {missing ?? (place.value === null ? 'It can be raised now. No unit is looked for until there is a place.' : 'Ready to raise.')}
          </span>
          <Button onClick={onClose}>Back</Button>
          <Button kind="emergency" busy={busy.value} disabled={missing !== null} onClick={() => void send()} testId="raise-send">
            Raise emergency
          </Button>
        </>
      }
    >
      <div class="raise">
        {fault.value !== null && <ErrorNotice title="It is not raised yet" error={fault.value} />}
        <Field
          label="Call-back number, if known"
          type="tel"
          inputMode="tel"
          maxLength={longestTelephone}
          value={callback.value}
          onInput={(value) => {
            callback.value = value;
          }}
          testId="raise-callback"
        />
        <div class="raise-columns">
          <section class="stack stack-3">
            <h3>Where</h3>
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
              testId="raise-note"
            />
            <Near desk={desk} place={place.value} callback={callback.value} words={description.value} onClose={onClose} />
            <EarlierTime label="When the call came, if earlier" value={calledAt} />
          </section>
          <section class="stack stack-3">
            <h3>What</h3>
            {protocolFault !== null && (
              <ErrorNotice
                title="The questions could not be loaded"
                error={protocolFault}
                actions={<Button onClick={() => void desk.fetchProtocol()}>Try again</Button>}
              />
            )}
            {protocol === null ? (
              protocolFault === null && <Loading />
            ) : (
              <Triage
                protocol={protocol}
                complaint={complaint.value}
                given={given.value}
                onComplaint={(entry) => {
                  complaint.value = entry;
                }}
                onAnswer={(code, answer) => {
                  given.value = { ...given.value, [code]: answer };
                }}
              />
            )}
            <TextArea
              label="What happened"
              rows={3}
              maxLength={longestEmergencyText}
              value={description.value}
              onInput={(value) => {
                description.value = value;
              }}
              testId="raise-description"
            />
          </section>
        </div>
      </div>
    </Dialog>
  );
}

function placeOf(place: PickedPlace | null, note: string): PlaceView {
  const words = note.trim() === '' ? null : note.trim();
  return place === null
    ? { latitude: null, longitude: null, accuracyMetres: null, source: words === null ? 'notYetKnown' : 'caller', note: words }
    : { ...place, note: words };
}

interface NearProps {
  desk: DispatchConsole;
  place: PickedPlace | null;
  callback: string;
  words: string;
  onClose: () => void;
}

/** Open emergencies near the place: whoever rings may be the second about one of them, and needs no second crew. */
function Near({ desk, place, callback, words, onClose }: NearProps) {
  const near = useSignal<readonly NearEmergency[]>([]);
  useEffect(() => {
    near.value = [];
    if (place === null) return undefined;
    let asked = true;
    void desk.link.call.Near({ latitude: place.latitude, longitude: place.longitude }).then((outcome) => {
      if (asked && outcome.error === null) near.value = outcome.value;
    });
    return () => {
      asked = false;
    };
  }, [place?.latitude, place?.longitude]);
  if (near.value.length === 0) return null;
  const same = async (emergency: NearEmergency): Promise<void> => {
    const outcome = await desk.ask(
      'caller',
      (hub, commandId) =>
        hub.AddCaller({
          commandId,
          emergencyId: emergency.id,
          callbackNumber: callback.trim() || null,
          words: words.trim(),
          calledAt: null,
        }),
      `The caller stands with ${emergency.number}.`,
    );
    if (outcome.error !== null) return;
    onClose();
    desk.open(emergency.id);
  };
  return (
    <Notice tone="warning" role="status" testId="raise-near" title="Open nearby: is it the same?">
      <ul class="stack stack-2">
        {near.value.map((emergency) => (
          <li key={emergency.id} class="row row-2">
            <span class="grow">
              P{emergency.priority} {emergency.complaintLabel}, {distanceWords(emergency.metres)} away,{' '}
              <Duration since={emergency.raisedAt} /> ago <span class="numerals">{emergency.number}</span>
              {emergency.description !== '' && (
                <>
                  : <WrittenText text={emergency.description} />
                </>
              )}
            </span>
            <Button class="action" busy={desk.busy.value === 'caller'} onClick={() => void same(emergency)} testId="raise-same">
              Same incident
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
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
          <button
            key={entry.code}
            type="button"
            class="complaint"
            aria-pressed={entry.code === complaint?.code}
            data-testid={`raise-complaint-${entry.code}`}
            onClick={() => onComplaint(entry)}
          >
            {entry.label}
          </button>
        ))}
      </div>
      {complaint?.questionCodes.map((code) => (
        <fieldset key={code} class="question">
          <legend>{protocol.questions.find((question) => question.code === code)?.text ?? code}</legend>
          <div class="question-answers">
            {answers.map(({ answer, label }) => (
              <label key={answer}>
                <input
                  type="radio"
                  name={`question-${code}`}
                  checked={given[code] === answer}
                  onChange={() => onAnswer(code, answer)}
                  data-testid={`raise-answer-${code}-${answer}`}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </>
  );
}
