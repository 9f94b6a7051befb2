import { consultLockedCode, consultNotRunningCode } from '../../lib/contracts/codes';
import { ConnectionState, isPassing } from '../../lib/realtime';
import { Button, EmptyState, ErrorNotice, Loading } from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';

/** One person, one seat: it is where the consult was opened last. */
function OpenElsewhere({ room, onLeave }: { room: ConsultRoom; onLeave: () => void }) {
  return (
    <div class="page page-narrow" data-testid="consult-elsewhere" role="status">
      <EmptyState
        page
        icon="screen"
        title="This visit is open on another device or tab"
        actions={
          <>
            <Button kind="primary" icon="refresh" onClick={() => void room.takeBack()} testId="take-back">
              Take it back here
            </Button>
            <Button onClick={onLeave}>Close it here</Button>
          </>
        }
      >
        It goes on where it was opened last. Camera and microphone are off on this page.
      </EmptyState>
    </div>
  );
}

/** The patient waits for a clinician again; a guest's link goes on working. */
function Paused({ room, onLeave }: { room: ConsultRoom; onLeave: () => void }) {
  return (
    <div class="page page-narrow" data-testid="visit-paused" role="status">
      <EmptyState page icon="clock" title="The visit is paused" actions={<Button onClick={onLeave}>Leave</Button>}>
        Stay on this page: it lets you in as soon as a doctor opens the visit. Until then nobody sees or hears you.
        <span class="door-state">
          <ConnectionState link={room.link} />
        </span>
      </EmptyState>
    </div>
  );
}

/** Not inside yet, or not let in. */
export function ConsultDoor({ room, onLeave }: { room: ConsultRoom; onLeave: () => void }) {
  const fault = room.fault.value;
  if (room.elsewhere.value) return <OpenElsewhere room={room} onLeave={onLeave} />;
  const phase = room.card.value?.phase;
  if (phase === 'waiting' || fault?.code === consultNotRunningCode) return <Paused room={room} onLeave={onLeave} />;
  if (!fault) return <Loading>Joining the visit…</Loading>;
  if (fault.code === consultLockedCode) {
    return (
      <div class="page page-narrow" data-testid="room-is-locked" role="status">
        <EmptyState page icon="lock" title="The room is locked right now" actions={<Button onClick={onLeave}>Leave</Button>}>
          Stay on this page: it lets you in as soon as the doctor unlocks the room.
          <span class="door-state">
            <ConnectionState link={room.link} />
          </span>
        </EmptyState>
      </div>
    );
  }
  if (isPassing(fault)) {
    return (
      <div class="page page-narrow" data-testid="visit-busy" role="status">
        <EmptyState page icon="clock" title="Joining takes a little longer" actions={<Button onClick={onLeave}>Back</Button>}>
          Stay on this page: it tries again by itself every few seconds.
        </EmptyState>
      </div>
    );
  }
  return (
    <div class="page page-narrow">
      <ErrorNotice title="You cannot join this visit" error={fault} actions={<Button onClick={onLeave}>Back</Button>} />
    </div>
  );
}
