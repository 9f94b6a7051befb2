import { useSignal } from '@preact/signals';
import type { ReturnReason } from '../../lib/contracts/domain/consults';
import type { Fault } from '../../lib/realtime';
import { isolated } from '../../lib/text';
import { Button, Dialog, Duration, ErrorNotice, Notice, Select, toast, Written } from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';
import { returnReasons } from './returnText';

const noReason = '';

export interface ReturnDialogProps {
  room: ConsultRoom;
  /** Chosen already, and shown before it is sent. */
  reason?: ReturnReason;
  onClose: () => void;
  onReturned: () => void;
}

/** Says what becomes of everybody before the patient is sent back to wait. */
export function ReturnDialog({ room, reason: likely, onClose, onReturned }: ReturnDialogProps) {
  const reason = useSignal<string>(likely ?? noReason);
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const card = room.card.value;
  if (card === null) return null;
  const name = card.patientName;
  const isThere = room.others.value.some((one) => one.role === 'patient' && one.presence === 'here');
  const send = async (): Promise<void> => {
    busy.value = true;
    const outcome = await room.host.returnPatient(reason.peek() === noReason ? null : (reason.peek() as ReturnReason));
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    toast(`${isolated(name)} is back in the waiting room.`);
    onReturned();
  };
  return (
    <Dialog
      title={`Send ${isolated(name)} back to the waiting room?`}
      onClose={onClose}
      testId="return-dialog"
      footer={
        <>
          <Button onClick={onClose}>Stay in the visit</Button>
          <Button kind="primary" busy={busy.value} onClick={() => void send()} testId="return-patient-sure">
            Back to the waiting room
          </Button>
        </>
      }
    >
      <div class="stack">
        {fault.value !== null && <ErrorNotice title="The patient was not sent back" error={fault.value} />}
        <p>
          <Written text={name} /> keeps their place
          {card.waitingSince !== null && (
            <>
              : waiting for <Duration since={card.waitingSince} spell />
            </>
          )}
          . Any clinician can admit them, you too. Everybody leaves the room and all sound and pictures stop. Guests wait and come back in
          by the same link; the chat is kept.
        </p>
        {isThere && reason.value === 'patientAbsent' && (
          <Notice tone="warning" title={`${isolated(name)} has come in`} role="status" testId="patient-came">
            Stay in the visit to see them.
          </Notice>
        )}
        <Select
          label="Why?"
          hint="The patient and the other clinicians see it."
          value={reason.value}
          options={[{ value: noReason, label: 'No reason' }, ...returnReasons]}
          onInput={(value) => (reason.value = value)}
          testId="return-reason"
        />
      </div>
    </Dialog>
  );
}
