import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { AppFrame, http } from '../../../lib/access';
import type { GuestLinkView, GuestToken, Me } from '../../../lib/contracts/access';
import { Button, EmptyState, Loading, TopBar } from '../../../lib/ui';
import { ConsultPage } from '../ConsultPage';
import { ConsultRoom } from '../ConsultRoom';
import type { LocalMedia } from '../media/LocalMedia';
import { PreCall } from '../PreCall';
import { ObserverDoor, observerKey } from './GuestDoor';
import { link, secret } from './guestLink';

export type GuestStep = 'door' | 'devices' | 'inside' | 'left';

/** From the try of the devices to the end of the visit, for a guest whom the door has let in. */
export function GuestSeat({
  me,
  consultId,
  local,
  step,
  go,
}: {
  me: Me;
  consultId: string;
  local: LocalMedia;
  step: GuestStep;
  go: (step: GuestStep) => void;
}) {
  if (step === 'left' && link.state.value === 'refused')
    return (
      <GuestFrame me={me}>
        <PutOut onBack={() => go('door')} />
      </GuestFrame>
    );
  if (step === 'left')
    return (
      <GuestFrame me={me}>
        <Left ended={false} onReturn={() => go('devices')} />
      </GuestFrame>
    );
  if (step === 'inside') {
    const leave = (): void => {
      local.microphone.stop();
      local.camera.stop();
      local.screen.stop();
      go('left');
    };
    return <Inside me={me} consultId={consultId} local={local} onLeave={leave} onBack={() => go('door')} />;
  }
  if (sessionStorage.getItem(observerKey))
    return (
      <GuestFrame me={me}>
        <ObserverDoor name={me.name} busy={false} onJoin={() => go('inside')} />
      </GuestFrame>
    );
  return (
    <GuestFrame me={me}>
      <PreCall
        local={local}
        name={me.name}
        title="Welcome back"
        lead="Check your camera and sound, then go back in."
        onContinue={() => go('inside')}
        continueLabel="Join the visit"
      />
    </GuestFrame>
  );
}

function Inside({
  me,
  consultId,
  local,
  onLeave,
  onBack,
}: {
  me: Me;
  consultId: string;
  local: LocalMedia;
  onLeave: () => void;
  onBack: () => void;
}) {
  const room = useMemo(() => new ConsultRoom(link, consultId, local), [consultId, local]);
  useEffect(() => {
    link.start();
    return () => room.close();
  }, [room]);
  const phase = room.card.value?.phase;
  const over = phase === 'ended' || phase === 'cancelled';
  // A guest's sign-in is the link: when that is withdrawn, the hub lets nobody in any more.
  const putOut = !over && link.state.value === 'refused';
  useEffect(() => {
    if (putOut) room.close();
    if (over || putOut || phase === 'waiting') local.pause();
    else if (phase === 'inProgress') local.resume();
  }, [over, putOut, phase, room, local]);
  if (putOut)
    return (
      <GuestFrame me={me}>
        <PutOut onBack={onBack} />
      </GuestFrame>
    );
  if (over)
    return (
      <GuestFrame me={me}>
        <Left ended onReturn={onLeave} />
      </GuestFrame>
    );
  return (
    <GuestFrame me={me} bare>
      <ConsultPage room={room} host={false} onLeave={onLeave} />
    </GuestFrame>
  );
}

function Left({ ended, onReturn }: { ended: boolean; onReturn: () => void }) {
  return (
    <div class="page page-narrow" data-testid="consult-over">
      <EmptyState
        page
        icon={ended ? 'check' : 'door'}
        title={ended ? 'The visit is over' : 'You left the visit'}
        actions={
          ended ? undefined : (
            <Button kind="primary" onClick={onReturn} testId="return">
              Return to the visit
            </Button>
          )
        }
      >
        {ended
          ? 'You can close this window. Camera and microphone are off.'
          : 'The visit goes on without you. Camera and microphone are off.'}
      </EmptyState>
    </div>
  );
}

/** The sign-in has ended. Whether the link still works tells why: it was opened elsewhere, or the clinician withdrew it. */
function PutOut({ onBack }: { onBack: () => void }) {
  const elsewhere = useSignal<boolean | null>(secret === '' ? false : null);
  useEffect(() => {
    if (secret === '') return;
    void http
      .post<GuestLinkView>('/api/access/guest/link', { token: secret } satisfies GuestToken)
      .then((outcome) => (elsewhere.value = outcome.error === null));
  }, []);
  if (elsewhere.value === null) return <Loading />;
  if (elsewhere.value) {
    return (
      <div class="page page-narrow" data-testid="consult-elsewhere" role="status">
        <EmptyState
          page
          icon="screen"
          title="Your link was opened on another device"
          actions={
            <Button kind="primary" icon="refresh" onClick={onBack} testId="take-back">
              Take it back here
            </Button>
          }
        >
          A link is for one person on one device at a time. If it was not you, tell whoever invited you. Your camera and microphone are off.
        </EmptyState>
      </div>
    );
  }
  return (
    <div class="page page-narrow" data-testid="guest-put-out" role="status">
      <EmptyState page icon="door" title="You are no longer in this visit">
        {secret === ''
          ? 'It has ended, or your link was withdrawn or opened on another device. To come back, open the link again.'
          : 'It has ended, or the doctor has withdrawn your link. To come back, ask whoever invited you for a new one.'}{' '}
        Your camera and microphone are off; you can close this window.
      </EmptyState>
    </div>
  );
}

/** A guest has no sign-in to come back by: when the link is over, the page says what became of the visit, and nothing of signing in. */
function GuestFrame({ me, bare = false, children }: { me: Me; bare?: boolean; children: ComponentChildren }) {
  if (link.state.value === 'refused')
    return (
      <>
        <TopBar section="Guest" home="/guest/" />
        <main id="main">{children}</main>
      </>
    );
  return (
    <AppFrame me={me} role="guest" link={link} bare={bare}>
      {children}
    </AppFrame>
  );
}
