import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { appInfo } from '../../lib/access/account';
import { longestEmergencyText, longestPlaceNote } from '../../lib/contracts/domain/emergencies';
import { longestTelephone } from '../../lib/contracts/domain/text';
import type { Answer } from '../../lib/contracts/domain/triage';
import type { ComplaintEntry } from '../../lib/contracts/emergencies';
import { PlacePicker, type PickedPlace } from '../../lib/map/PlacePicker';
import type { Fault } from '../../lib/realtime/outcome';
import { Tries } from '../../lib/realtime/Tries';
import { earlier } from '../../lib/time/earlier';
import { Button } from '../../lib/ui/Button';
import { Dialog } from '../../lib/ui/Dialog';
import { EarlierTime } from '../../lib/ui/EarlierTime';
import { Field, TextArea } from '../../lib/ui/Fields';
import { ErrorNotice, Loading } from '../../lib/ui/Surfaces';
import type { CallerIntake } from './callerIntake';
import { NearbyEmergencies } from './NearbyEmergencies';
import { placeFrom } from './placeFrom';
import type { TriageProtocol } from './triageProtocol';
import { TriageQuestions } from './TriageQuestions';

interface RaiseDialogProps {
  intake: CallerIntake;
  protocol: TriageProtocol;
  onClose: () => void;
}

/** What is written down while the caller speaks. */
interface CallDraft {
  complaint: Signal<ComplaintEntry | null>;
  answers: Signal<Readonly<Record<string, Answer>>>;
  place: Signal<PickedPlace | null>;
  note: Signal<string>;
  description: Signal<string>;
  callback: Signal<string>;
  calledAt: Signal<string>;
}

function useDraft(): CallDraft {
  return {
    complaint: useSignal<ComplaintEntry | null>(null),
    answers: useSignal<Readonly<Record<string, Answer>>>({}),
    place: useSignal<PickedPlace | null>(null),
    note: useSignal(''),
    description: useSignal(''),
    callback: useSignal(''),
    calledAt: useSignal(''),
  };
}

/** What the dispatcher writes down while the caller speaks, in the order in which it is asked: where first, then what. */
export function RaiseDialog({ intake, protocol, onClose }: RaiseDialogProps) {
  const fault = useSignal<Fault | null>(null);
  const busy = useSignal(false);
  const draft = useDraft();
  const [tries] = useState(() => new Tries());
  useEffect(() => void protocol.fetch(), []);
  const complaint = draft.complaint.value;
  const send = async (): Promise<void> => {
    if (complaint === null) return;
    busy.value = true;
    fault.value = await intake.raise(
      {
        complaint: complaint.code,
        answers: complaint.questionCodes.map((questionCode) => ({ questionCode, answer: draft.answers.value[questionCode] ?? 'unknown' })),
        description: draft.description.value.trim(),
        location: placeFrom(draft.place.value, draft.note.value),
        callbackNumber: draft.callback.value.trim() || null,
        calledAt: earlier(draft.calledAt.value),
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
            {stateText(draft)}
          </span>
          <Button onClick={onClose}>Back</Button>
          <Button kind="emergency" busy={busy.value} disabled={complaint === null} onClick={() => void send()} testId="raise-send">
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
          value={draft.callback.value}
          onInput={(value) => {
            draft.callback.value = value;
          }}
          testId="raise-callback"
        />
        <div class="raise-columns">
          <Where draft={draft} intake={intake} onClose={onClose} />
          <What draft={draft} protocol={protocol} />
        </div>
      </div>
    </Dialog>
  );
}

function stateText({ complaint, place }: CallDraft): string {
  if (complaint.value === null) return 'Still needed: the complaint.';
  return place.value === null ? 'It can be raised now. No unit is looked for until there is a place.' : 'Ready to raise.';
}

function Where({ draft, intake, onClose }: { draft: CallDraft; intake: CallerIntake; onClose: () => void }) {
  const place = draft.place.value;
  return (
    <section class="stack stack-3">
      <h3>Where</h3>
      <PlacePicker
        value={place}
        onPick={(picked) => {
          draft.place.value = picked;
        }}
        styleUrl={appInfo.value?.mapStyleUrl ?? null}
        label="Place of the emergency"
      />
      <Field
        label={place === null ? 'Place in words' : 'Floor, door, landmark'}
        maxLength={longestPlaceNote}
        value={draft.note.value}
        onInput={(value) => {
          draft.note.value = value;
        }}
        testId="raise-note"
      />
      <NearbyEmergencies intake={intake} place={place} callback={draft.callback.value} words={draft.description.value} onClose={onClose} />
      <EarlierTime label="When the call came, if earlier" value={draft.calledAt} />
    </section>
  );
}

function What({ draft, protocol }: { draft: CallDraft; protocol: TriageProtocol }) {
  const fault = protocol.outcome.value?.error ?? null;
  const view = protocol.outcome.value?.value ?? null;
  return (
    <section class="stack stack-3">
      <h3>What</h3>
      {fault !== null && (
        <ErrorNotice
          title="The questions could not be loaded"
          error={fault}
          actions={<Button onClick={() => void protocol.fetch()}>Try again</Button>}
        />
      )}
      {view === null ? (
        fault === null && <Loading />
      ) : (
        <TriageQuestions
          protocol={view}
          complaint={draft.complaint.value}
          given={draft.answers.value}
          onComplaint={(entry) => {
            draft.complaint.value = entry;
          }}
          onAnswer={(code, answer) => {
            draft.answers.value = { ...draft.answers.value, [code]: answer };
          }}
        />
      )}
      <TextArea
        label="What happened"
        rows={3}
        maxLength={longestEmergencyText}
        value={draft.description.value}
        onInput={(value) => {
          draft.description.value = value;
        }}
        testId="raise-description"
      />
    </section>
  );
}
