import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { isolated } from '../../lib/text';
import { Button, Notice } from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';
import { PatientNumber } from './PatientNumber';

// A patient who is let in needs a moment to come; a line that breaks is mostly back as soon.
const patienceMs = 6000;

interface AbsentPatientProps {
  room: ConsultRoom;
  /** Whether the patient is online at all. */
  online: ComponentChildren;
  onReturn: () => void;
}

/** For the clinician alone with nobody to talk to: the number to call, and the way back to the waiting room. */
export function AbsentPatient({ room, online, onReturn }: AbsentPatientProps) {
  const isLate = useSignal(false);
  const patient = room.others.value.find((one) => one.role === 'patient');
  const isThere = patient?.presence === 'here';
  useEffect(() => {
    isLate.value = false;
    if (isThere) return undefined;
    const timer = setTimeout(() => (isLate.value = true), patienceMs);
    return () => clearTimeout(timer);
  }, [isThere, isLate]);
  const card = room.card.value;
  if (card === null || isThere || !isLate.value) return null;
  const name = isolated(card.patientName);
  return (
    <Notice
      tone="warning"
      icon="person"
      title={patient === undefined ? `${name} is not here` : `The connection of ${name} is lost`}
      testId="patient-absent"
      actions={
        <Button onClick={onReturn} testId="return-patient">
          Back to the waiting room
        </Button>
      }
    >
      {online}
      <p>
        <PatientNumber ask={() => room.host.askNumber()} version={card.version} />
      </p>
      <p>
        {patient === undefined
          ? 'They come in by themselves when they open their visit.'
          : 'They come back by themselves when their line is better.'}
      </p>
    </Notice>
  );
}
