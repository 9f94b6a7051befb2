import { type ReadonlySignal, useSignal } from '@preact/signals';
import { Button, Dialog } from '../../lib/ui';

interface SignOutProps {
  unsent: ReadonlySignal<number>;
  onSignOut: () => Promise<void>;
  onStay: () => void;
}

/** Signing out empties the device; what dispatch does not have yet would be lost without a word. */
export function SignOut({ unsent, onSignOut, onStay }: SignOutProps) {
  const busy = useSignal(false);
  const leave = async (): Promise<void> => {
    busy.value = true;
    await onSignOut();
    busy.value = false;
    onStay();
  };
  return (
    <Dialog
      title="Sign out before all is sent?"
      testId="leaving"
      onClose={onStay}
      footer={
        <>
          <Button large busy={busy.value} testId="leave-anyway" onClick={() => void leave()}>
            Delete and sign out
          </Button>
          <Button large kind="primary" testId="leave-not" onClick={onStay}>
            Stay signed in
          </Button>
        </>
      }
    >
      <p>{textFor(unsent.value)}</p>
    </Dialog>
  );
}

function textFor(unsent: number): string {
  if (unsent === 0) return 'Everything is sent now.';
  const lost =
    unsent === 1
      ? '1 update has not reached dispatch yet, and signing out deletes it'
      : `${unsent} updates have not reached dispatch yet, and signing out deletes them`;
  return `${lost} from this device. Wait for network, or tell dispatch by radio.`;
}
