import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PatientTelephone } from '../../lib/contracts/consults';
import type { Fault, Outcome } from '../../lib/realtime';
import { readTelephone } from '../../lib/text';
import { Telephone } from '../../lib/ui';
import './consults.css';

/** Asks for the number of the patient whom one treats now. It is kept on this page alone, and only while it is shown. */
export type AskNumber = () => Promise<Outcome<PatientTelephone>>;

/** @param version of the consult: what is asked anew when it has changed, such as who treats the patient. */
export function PatientNumber({ ask, version }: { ask: AskNumber; version: number }) {
  const told = useSignal<PatientTelephone | null>(null);
  const fault = useSignal<Fault | null>(null);
  useEffect(() => {
    let isOver = false;
    void ask().then((outcome) => {
      if (isOver) return;
      told.value = outcome.value;
      fault.value = outcome.error;
    });
    return () => (isOver = true);
  }, [version]);
  return (
    <span data-testid="patient-number">
      {fault.value !== null ? (
        'The telephone number cannot be read right now.'
      ) : told.value === null ? (
        'Looking for the telephone number…'
      ) : (
        <Known number={told.value.number} />
      )}
    </span>
  );
}

function Known({ number }: { number: string | null }) {
  const { typed, dial } = readTelephone(number);
  if (typed === '') return <>No telephone number is known for this patient.</>;
  if (dial === null)
    return (
      <>
        Telephone: <Telephone number={number} />. It cannot be dialled as it is written.
      </>
    );
  return <Telephone number={number} class="call-number" testId="call-patient" />;
}
