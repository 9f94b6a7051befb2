import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { http } from '../../../lib/access';
import type { PatientEntry } from '../../../lib/contracts/access';
import { longestConsultReason } from '../../../lib/contracts/domain/consults';
import { type Fault, newCommandId } from '../../../lib/realtime';
import { isolated } from '../../../lib/text';
import { serverTimeNow, momentsOf, zoneName } from '../../../lib/time';
import { Avatar, Button, Dialog, ErrorNotice, Field, Select, TextArea, toast, Written, WrittenText } from '../../../lib/ui';
import { link, see } from './waitingRoom';

const pauseMs = 250;

/** Next full quarter of an hour, in the form that a datetime-local field wants. */
function nextQuarter(now: number): string {
  const at = new Date(Math.ceil((now + 60_000) / 900_000) * 900_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function usePatients(search: string) {
  const found = useSignal<readonly PatientEntry[] | null>(null);
  const fault = useSignal<Fault | null>(null);
  useEffect(() => {
    let over = false;
    const timer = setTimeout(() => {
      void http.get<PatientEntry[]>(`/api/patients?search=${encodeURIComponent(search)}`).then((outcome) => {
        if (over) return;
        found.value = outcome.value;
        fault.value = outcome.error;
      });
    }, pauseMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [search]);
  return { found, fault };
}

function PatientSearch({ onChoose }: { onChoose: (patient: PatientEntry) => void }) {
  const search = useSignal('');
  const { found, fault } = usePatients(search.value.trim());
  return (
    <div class="stack stack-2">
      <Field
        label="Patient"
        type="search"
        placeholder="Search by name"
        value={search.value}
        onInput={(value) => (search.value = value)}
        testId="book-search"
      />
      {fault.value && <ErrorNotice title="The search did not work" error={fault.value} />}
      <ul class="found" aria-label="Patients found">
        {(found.value ?? []).map((patient) => (
          <li key={patient.id}>
            <button type="button" class="found-row" onClick={() => onChoose(patient)} data-testid="book-patient">
              <Avatar name={patient.name} size="s" />
              <Written text={patient.name} />
            </button>
          </li>
        ))}
      </ul>
      {found.value?.length === 0 && (
        <p class="muted small" role="status">
          Nobody by that name.
        </p>
      )}
    </div>
  );
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface StartProps {
  local: string;
  moments: readonly Date[];
  chosen: Date | null;
  onLocal: (local: string) => void;
  onChoose: (moment: Date) => void;
}

/** A time of this device's zone. One that clocks leave out is refused, and of one that they show twice it is asked which. */
function StartField({ local, moments, chosen, onLocal, onChoose }: StartProps) {
  const isLeftOut = local !== '' && moments.length === 0;
  const [only] = moments;
  return (
    <>
      <Field
        label="Starts"
        type="datetime-local"
        value={local}
        onInput={onLocal}
        hint={`In your own time zone, ${zone}${only ? ` (${zoneName(chosen ?? only, 'long')})` : ''}. The patient reads it in theirs.`}
        error={isLeftOut ? 'This time does not exist: clocks are put forward over it that night. Choose another.' : null}
        testId="book-starts"
      />
      {moments.length > 1 && (
        <Select
          label="This time comes twice that night. Which one?"
          value={chosen?.toISOString() ?? ''}
          options={[
            { value: '', label: 'Choose one' },
            ...moments.map((moment, index) => ({
              value: moment.toISOString(),
              label: `The ${index === 0 ? 'first' : 'second'}: ${zoneName(moment, 'long')}`,
            })),
          ]}
          onInput={(iso) => iso !== '' && onChoose(new Date(iso))}
          testId="book-which"
        />
      )}
    </>
  );
}

export function BookDialog({ onClose }: { onClose: () => void }) {
  const patient = useSignal<PatientEntry | null>(null);
  const startsAt = useSignal(nextQuarter(serverTimeNow()));
  const which = useSignal<Date | null>(null);
  const reason = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const moments = momentsOf(startsAt.value);
  const moment = moments.length > 1 ? which.value : (moments[0] ?? null);
  const ready = patient.value !== null && reason.value.trim() !== '' && moment !== null;
  const book = async (): Promise<void> => {
    const chosen = patient.peek();
    if (!chosen || !ready || moment === null) return;
    busy.value = true;
    const commandId = newCommandId();
    const outcome = await link.sendUntilAnswered((hub) =>
      hub.Book({ commandId, patientId: chosen.id, startsAt: moment.toISOString(), reason: reason.peek().trim() }),
    );
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    see(outcome.value);
    toast(`Booked for ${isolated(chosen.name)}.`);
    onClose();
  };
  const takeLocal = (local: string): void => {
    startsAt.value = local;
    which.value = null;
  };
  return (
    <Dialog
      title="Book a consult"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={busy.value} disabled={!ready} onClick={() => void book()} testId="book-submit">
            Book
          </Button>
        </>
      }
    >
      <div class="stack">
        {fault.value && <ErrorNotice title="The consult was not booked" error={fault.value} />}
        {patient.value ? (
          <div class="row">
            <Avatar name={patient.value.name} />
            <WrittenText class="grow strong" text={patient.value.name} />
            <Button kind="quiet" onClick={() => (patient.value = null)}>
              Change
            </Button>
          </div>
        ) : (
          <PatientSearch onChoose={(chosen) => (patient.value = chosen)} />
        )}
        <StartField local={startsAt.value} moments={moments} chosen={moment} onLocal={takeLocal} onChoose={(one) => (which.value = one)} />
        <TextArea
          label="What is it about?"
          rows={2}
          maxLength={longestConsultReason}
          value={reason.value}
          onInput={(value) => (reason.value = value)}
          testId="book-reason"
        />
      </div>
    </Dialog>
  );
}
