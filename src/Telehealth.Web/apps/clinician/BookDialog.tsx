import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { http } from '../../lib/access';
import type { PatientEntry } from '../../lib/contracts';
import { type Fault, newCommandId, serverTimeNow } from '../../lib/realtime';
import { isolated } from '../../lib/text';
import { Avatar, Button, Dialog, ErrorNotice, Field, TextArea, toast, Written, WrittenText } from '../../lib/ui';
import { link, see } from './waitingRoom';

const longestReason = 500;
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
      <Field label="Patient" type="search" placeholder="Search by name" value={search.value} onInput={(value) => (search.value = value)} testId="book-search" />
      {fault.value && <ErrorNotice title="The search did not work" error={fault.value} />}
      <ul class="found" aria-label="Patients found">
        {(found.value ?? []).map((patient) => (
          <li key={patient.id}><button type="button" class="found-row" onClick={() => onChoose(patient)} data-testid="book-patient"><Avatar name={patient.name} size="s" /><Written text={patient.name} /></button></li>
        ))}
      </ul>
      {found.value?.length === 0 && <p class="muted small" role="status">Nobody by that name.</p>}
    </div>
  );
}

export function BookDialog({ onClose }: { onClose: () => void }) {
  const patient = useSignal<PatientEntry | null>(null);
  const startsAt = useSignal(nextQuarter(serverTimeNow()));
  const reason = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const ready = patient.value !== null && reason.value.trim() !== '' && !Number.isNaN(Date.parse(startsAt.value));
  const book = async (): Promise<void> => {
    const chosen = patient.peek();
    if (!chosen || !ready) return;
    busy.value = true;
    const commandId = newCommandId();
    const outcome = await link.callSurely((hub) => hub.Book({ commandId, patientId: chosen.id, startsAt: new Date(startsAt.peek()).toISOString(), reason: reason.peek().trim() }));
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    see(outcome.value);
    toast(`Booked for ${isolated(chosen.name)}.`);
    onClose();
  };
  return (
    <Dialog title="Book a consult" onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" busy={busy.value} disabled={!ready} onClick={() => void book()} testId="book-submit">Book</Button></>}>
      <div class="stack">
        {fault.value && <ErrorNotice title="It was not booked" error={fault.value} />}
        {patient.value ? (
          <div class="row"><Avatar name={patient.value.name} /><WrittenText class="grow strong" text={patient.value.name} /><Button kind="quiet" onClick={() => (patient.value = null)}>Change</Button></div>
        ) : (
          <PatientSearch onChoose={(chosen) => (patient.value = chosen)} />
        )}
        <Field label="Starts" type="datetime-local" value={startsAt.value} onInput={(value) => (startsAt.value = value)} testId="book-starts" />
        <TextArea label="What is it about?" rows={2} maxLength={longestReason} value={reason.value} onInput={(value) => (reason.value = value)} testId="book-reason" />
      </div>
    </Dialog>
  );
}
