import { useSignal } from '@preact/signals';
import { Button, Dialog, toast } from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';

interface EndDialogProps {
  room: ConsultRoom;
  onClose: () => void;
  onLeave: () => void;
  onReturn: () => void;
}

/** Says what ending means for the others, and what else the clinician may have meant. */
export function EndDialog({ room, onClose, onLeave, onReturn }: EndDialogProps) {
  const busy = useSignal(false);
  const end = async (): Promise<void> => {
    busy.value = true;
    const outcome = await room.host.end();
    busy.value = false;
    if (outcome.error) toast(outcome.error.text, 'warning');
    else onClose();
  };
  return (
    <Dialog
      title="End this consult?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onLeave} testId="leave-only">
            Leave, others stay
          </Button>
          <Button kind="primary" busy={busy.value} onClick={() => void end()} testId="end-consult-sure">
            End for everybody
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>Everybody is disconnected and guest links stop working. To come back yourself, leave without ending.</p>
        <p>Should the patient be seen later, or by somebody else? Send them back to the waiting room instead.</p>
        <div class="row">
          <Button onClick={onReturn} testId="return-instead">
            Back to the waiting room
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
