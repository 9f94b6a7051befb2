import { useSignal } from '@preact/signals';
import { Button, Dialog } from '../../lib/ui';
import type { CrewDesk } from './crewDesk';

/** Signing out empties the device; what dispatch does not have yet would be lost without a word. */
export function Leaving({ desk, onStay }: { desk: CrewDesk; onStay: () => void }) {
  const busy = useSignal(false);
  const leave = async (): Promise<void> => {
    busy.value = true;
    await desk.leave();
    busy.value = false;
    onStay();
  };
  const count = desk.unsent.value;
  return (
    <Dialog title="Sign out before all is sent?" testId="leaving" onClose={onStay} footer={
      <><Button large busy={busy.value} testId="leave-anyway" onClick={() => void leave()}>Delete and sign out</Button><Button large kind="primary" testId="leave-not" onClick={onStay}>Stay signed in</Button></>
    }>
      <p>{count === 0 ? 'Everything is sent now.' : `${count === 1 ? '1 update has' : `${count} updates have`} not reached dispatch yet. Signing out deletes them from this device: tell dispatch by radio, or wait for network.`}</p>
    </Dialog>
  );
}
