import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { EmergencyNumber, http } from '../../lib/access';
import { longestEmergencyText, longestPlaceNote } from '../../lib/contracts/domain/emergencies';
import type { PlaceView, ProtocolView, StrangerCall, StrangerReceipt } from '../../lib/contracts/emergencies';
import { type Fault, newCommandId } from '../../lib/realtime';
import { Button, ErrorNotice, Field, Loading, Notice, Select, TextArea } from '../../lib/ui';

const locateMs = 15_000;

/** Where the device says it is; null when it does not say. */
function locate(): Promise<PlaceView | null> {
  return new Promise((done) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        done({ latitude: coords.latitude, longitude: coords.longitude, accuracyMetres: coords.accuracy, source: 'device', note: null }),
      () => done(null),
      { enableHighAccuracy: true, timeout: locateMs },
    ),
  );
}

/** The device's word, or the person's, or neither: a call goes out all the same. */
function placeOf(device: PlaceView | null, words: string): PlaceView {
  const note = words === '' ? null : words;
  return device === null
    ? { latitude: null, longitude: null, accuracyMetres: null, source: note === null ? 'notYetKnown' : 'caller', note }
    : { ...device, note };
}

/** For somebody who cannot sign in and cannot call: little to fill in, and the number to ring comes first. */
export function HelpPage() {
  const protocol = useSignal<ProtocolView | null>(null);
  const fault = useSignal<Fault | null>(null);
  const receipt = useSignal<StrangerReceipt | null>(null);
  const load = async (): Promise<void> => {
    const answer = await http.get<ProtocolView>('/api/help');
    protocol.value = answer.value;
    fault.value = answer.error;
  };
  useEffect(() => void load(), []);
  return (
    <div class="page page-narrow stack stack-6">
      <Notice tone="emergency" title="Can you call?">
        Then call <EmergencyNumber />. It is faster, and somebody talks to you.
      </Notice>
      {receipt.value !== null && <Sent receipt={receipt.value} />}
      {receipt.value === null && fault.value !== null && (
        <ErrorNotice
          title="The page could not be loaded"
          error={fault.value}
          actions={
            <Button icon="refresh" onClick={() => void load()}>
              Try again
            </Button>
          }
        />
      )}
      {receipt.value === null &&
        fault.value === null &&
        (protocol.value === null ? <Loading /> : <Form protocol={protocol.value} onSent={(sent) => (receipt.value = sent)} />)}
    </div>
  );
}

function Sent({ receipt }: { receipt: StrangerReceipt }) {
  return (
    <section class="stack" role="status" data-testid="help-sent">
      <h1>Your call for help is with the dispatchers</h1>
      <p>
        Its number is <span class="strong">{receipt.number}</span>. Keep your telephone free. You are not signed in, so this page cannot
        show who is coming.
      </p>
    </section>
  );
}

function Form({ protocol, onSent }: { protocol: ProtocolView; onSent: (receipt: StrangerReceipt) => void }) {
  const complaint = useSignal('');
  const words = useSignal('');
  const where = useSignal('');
  const number = useSignal('');
  const place = useSignal<PlaceView | null>(null);
  const busy = useSignal<'place' | 'send' | null>(null);
  const error = useSignal<string | null>(null);
  const fault = useSignal<Fault | null>(null);
  const commandId = useSignal(useMemo(newCommandId, []));
  const find = async (): Promise<void> => {
    busy.value = 'place';
    place.value = await locate();
    error.value = place.value === null ? 'The device does not say where it is. Write it in your words.' : null;
    busy.value = null;
  };
  const send = async (): Promise<void> => {
    if (complaint.peek() === '') {
      error.value = 'Say what is wrong.';
      return;
    }
    busy.value = 'send';
    const call: StrangerCall = {
      commandId: commandId.peek(),
      complaint: complaint.peek(),
      description: words.peek().trim(),
      callbackNumber: number.peek().trim() === '' ? null : number.peek().trim(),
      location: placeOf(place.peek(), where.peek().trim()),
    };
    const answer = await http.post<StrangerReceipt>('/api/help', call);
    busy.value = null;
    fault.value = answer.error;
    if (answer.error === null) onSent(answer.value);
    // What was refused and corrected is another call; what was lost on the way is the same.
    else if (answer.error.reason === 'refused') commandId.value = newCommandId();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div>
        <h1>Ask for help</h1>
        <p class="muted">No account is needed. Leave empty what you do not know.</p>
      </div>
      {fault.value !== null && <ErrorNotice title="Your call did not go out" error={fault.value} />}
      {error.value !== null && (
        <p class="field-error" role="alert">
          {error.value}
        </p>
      )}
      <Select
        label="What is wrong?"
        required
        value={complaint.value}
        options={[{ value: '', label: 'Choose' }, ...protocol.complaints.map((entry) => ({ value: entry.code, label: entry.label }))]}
        onInput={(value) => {
          complaint.value = value;
          error.value = null;
        }}
        testId="help-complaint"
      />
      <Field
        label="Where? Street, floor, landmark"
        value={where.value}
        maxLength={longestPlaceNote}
        onInput={(value) => (where.value = value)}
        testId="help-where"
      />
      <Button icon="mapPin" busy={busy.value === 'place'} onClick={() => void find()} testId="help-locate">
        {place.value === null ? 'Send where this device is' : 'The place of this device goes with it'}
      </Button>
      <Field
        label="Number to ring back"
        type="tel"
        autoComplete="tel"
        value={number.value}
        onInput={(value) => (number.value = value)}
        testId="help-number"
      />
      <TextArea
        label="What happened?"
        rows={3}
        maxLength={longestEmergencyText}
        value={words.value}
        onInput={(value) => (words.value = value)}
        testId="help-words"
      />
      <Button type="submit" kind="emergency" large wide busy={busy.value === 'send'} testId="help-send">
        Send for help
      </Button>
    </form>
  );
}
