import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { account, AppFrame, EmergencyNumber, enterAsGuest, http, loadAccount, stillSignedIn } from '../../lib/access';
import { ConsultPage, ConsultRoom, LocalMedia, PreCall } from '../../lib/calls';
import type { GuestLinkView, GuestToken, Me } from '../../lib/contracts/access';
import { type ConsultClient, consultHubPath, type ConsultHub } from '../../lib/contracts/consults';
import { longestGuestName } from '../../lib/contracts/domain/consults';
import { type Fault, HubLink, mayPass, stumbled } from '../../lib/realtime';
import { readName } from '../../lib/text';
import { Button, EmptyState, ErrorNotice, Field, Loading, TopBar } from '../../lib/ui';


// The secret stands behind the hash, so that it reaches no log. It is kept in memory and leaves the address bar at once.
const secret = secretOf(location.hash.replace(/^#\/?/, ''));
history.replaceState(null, '', location.pathname);

/** A mail program may have mangled it: then it opens nothing, and the page says so. */
function secretOf(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const link = new HubLink<ConsultHub, ConsultClient>(consultHubPath, stillSignedIn);

function LinkOver() {
  return (
    <div class="page page-narrow" data-testid="guest-invalid">
      <EmptyState page icon="link" title="This link does not work">
        The visit may be over, the link may have expired or been withdrawn, or a part of it may have been lost on its way to you.
      </EmptyState>
      <ol class="stack stack-2 guest-next">
        <li>Open the link once more from the message in which you got it: all of it, to its last letter.</li>
        <li>If it still does not work, ring or write to whoever invited you and ask for a new one.</li>
        <li>Somebody is in danger? Call <EmergencyNumber />.</li>
      </ol>
    </div>
  );
}

// An observer who comes back by a reload has no link any more that says so.
const observerKey = 'telehealth.observer';

/** Who watches has no devices to try, and says who they are all the same. */
function ObserverDoor({ name, busy, onJoin, children }: { name: string; busy: boolean; onJoin: () => void; children?: ComponentChildren }) {
  return (
    <div class="page page-narrow" data-testid="observer-door">
      <form class="stack stack-6" onSubmit={(event) => { event.preventDefault(); onJoin(); }}>
        <div class="stack stack-2">
          <h1>You are invited to observe a video consult</h1>
          <p class="muted">You see and hear the others. They see your name and that you observe; your camera and microphone stay off.</p>
        </div>
        {children}
        <Button type="submit" kind="primary" large wide icon="arrowRight" busy={busy} disabled={readName(name, longestGuestName) === null} testId="guest-join">Join as observer</Button>
      </form>
    </div>
  );
}

/** Who the guest is, and whether camera and sound work, on one page. */
function Door({ view, local, onJoined }: { view: GuestLinkView; local: LocalMedia; onJoined: () => void }) {
  const name = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const join = async (): Promise<void> => {
    busy.value = true;
    const outcome = await enterAsGuest({ token: secret, name: name.peek().trim() });
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    if (view.role === 'observer') sessionStorage.setItem(observerKey, 'yes');
    else sessionStorage.removeItem(observerKey);
    link.start();
    onJoined();
  };
  const problem = fault.value && <ErrorNotice title="You could not join" error={fault.value} />;
  const nameField = <Field label="Your name" autoComplete="name" hint="The others see it." maxLength={longestGuestName} value={name.value} onInput={(value) => (name.value = value)} testId="guest-name" />;
  if (view.role === 'observer') return <ObserverDoor name={name.value} busy={busy.value} onJoin={() => void join()}>{problem}{nameField}</ObserverDoor>;
  return (
    <PreCall local={local} name={name.value.trim() || 'Guest'} title="You are invited to a video consult" lead={`You join as ${view.role}. Say who you are and check your camera and sound.`} onContinue={() => void join()} continueWord="Join the consult" busy={busy.value} disabled={readName(name.value, longestGuestName) === null} testId="guest-join">
      {problem}
      {nameField}
    </PreCall>
  );
}

function Left({ ended, onReturn }: { ended: boolean; onReturn: () => void }) {
  return (
    <div class="page page-narrow" data-testid="consult-over">
      <EmptyState page icon={ended ? 'check' : 'door'} title={ended ? 'The consult has ended' : 'You left the consult'} actions={ended ? undefined : <Button kind="primary" onClick={onReturn} testId="return">Return to the consult</Button>}>
        {ended ? 'You can close this window. Camera and microphone are off.' : 'It goes on without you. Camera and microphone are off.'}
      </EmptyState>
    </div>
  );
}

/** The sign-in has ended. Whether the link still works tells why: it was opened elsewhere, or the clinician withdrew it. */
function PutOut({ onBack }: { onBack: () => void }) {
  const elsewhere = useSignal<boolean | null>(secret === '' ? false : null);
  useEffect(() => {
    if (secret === '') return;
    void http.post<GuestLinkView>('/api/access/guest/link', { token: secret } satisfies GuestToken).then((outcome) => (elsewhere.value = outcome.error === null));
  }, []);
  if (elsewhere.value === null) return <Loading />;
  if (elsewhere.value) {
    return (
      <div class="page page-narrow" data-testid="consult-elsewhere" role="status">
        <EmptyState page icon="screen" title="Your link was opened on another device" actions={<Button kind="primary" icon="refresh" onClick={onBack} testId="take-back">Take it back here</Button>}>
          A link is for one person on one device at a time. If it was not you, tell whoever invited you. Your camera and microphone are off.
        </EmptyState>
      </div>
    );
  }
  return (
    <div class="page page-narrow" data-testid="guest-put-out" role="status">
      <EmptyState page icon="door" title="You are no longer in this visit">{secret === '' ? 'It has ended, or your link was withdrawn or opened on another device. To come back, open the link again.' : 'It has ended, or the clinician has withdrawn your link. To come back, ask whoever invited you for a new one.'} Your camera and microphone are off; you can close this window.</EmptyState>
    </div>
  );
}

/** A guest has no sign-in to come back by: when the link is over, the page says what became of the visit, and nothing of signing in. */
function GuestFrame({ me, bare = false, children }: { me: Me; bare?: boolean; children: ComponentChildren }) {
  if (link.state.value === 'refused') return <><TopBar section="Guest" home="/guest/" /><main id="main">{children}</main></>;
  return <AppFrame me={me} role="guest" link={link} bare={bare}>{children}</AppFrame>;
}

function Inside({ me, consultId, local, onLeave, onBack }: { me: Me; consultId: string; local: LocalMedia; onLeave: () => void; onBack: () => void }) {
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
  if (putOut) return <GuestFrame me={me}><PutOut onBack={onBack} /></GuestFrame>;
  if (over) return <GuestFrame me={me}><Left ended onReturn={onLeave} /></GuestFrame>;
  return <GuestFrame me={me} bare><ConsultPage room={room} host={false} onLeave={onLeave} /></GuestFrame>;
}

type Step = 'door' | 'devices' | 'inside' | 'left';

function Seat({ me, consultId, local, step, go }: { me: Me; consultId: string; local: LocalMedia; step: Step; go: (step: Step) => void }) {
  if (step === 'left' && link.state.value === 'refused') return <GuestFrame me={me}><PutOut onBack={() => go('door')} /></GuestFrame>;
  if (step === 'left') return <GuestFrame me={me}><Left ended={false} onReturn={() => go('devices')} /></GuestFrame>;
  if (step === 'inside') {
    const leave = (): void => {
      local.microphone.stop();
      local.camera.stop();
      local.screen.stop();
      go('left');
    };
    return <Inside me={me} consultId={consultId} local={local} onLeave={leave} onBack={() => go('door')} />;
  }
  if (sessionStorage.getItem(observerKey)) return <GuestFrame me={me}><ObserverDoor name={me.name} busy={false} onJoin={() => go('inside')} /></GuestFrame>;
  return <GuestFrame me={me}><PreCall local={local} name={me.name} title="Welcome back" lead="Check your camera and sound, then go back in." onContinue={() => go('inside')} continueWord="Join the consult" /></GuestFrame>;
}

function useLinkView() {
  const view = useSignal<GuestLinkView | null>(null);
  const fault = useSignal<Fault | null>(null);
  const load = async (): Promise<void> => {
    fault.value = null;
    if (secret === '') return;
    const outcome = await http.post<GuestLinkView>('/api/access/guest/link', { token: secret } satisfies GuestToken);
    view.value = outcome.value;
    fault.value = outcome.error;
  };
  useEffect(() => void load(), []);
  return { view, fault, load };
}

/** A link opens a door to one consult; a page that is loaded again finds its seat by the cookie. */
export function GuestApp() {
  const local = useMemo(() => new LocalMedia(), []);
  const step = useSignal<Step>('door');
  const { view, fault, load } = useLinkView();
  const state = account.value;
  const me = state.kind === 'signedIn' ? state.me : null;
  const consultId = me?.guestOfConsult ?? null;
  if (me && consultId && (secret === '' || step.value !== 'door')) return <Seat me={me} consultId={consultId} local={local} step={step.value} go={(next) => (step.value = next)} />;
  // Anything but a clear no says nothing of the link.
  const unreachable = (fault.value !== null && (mayPass(fault.value) || stumbled(fault.value))) || (state.kind === 'unreachable' && secret === '');
  return (
    <>
      <TopBar section="Guest" home="/guest/" />
      <main id="main">
        {unreachable ? (
          <div class="page page-narrow"><ErrorNotice title="The server does not answer" error={fault.value ?? 'Check your connection and try again.'} actions={<Button icon="refresh" onClick={() => { void loadAccount(); void load(); }}>Try again</Button>} /></div>
        ) : fault.value || (secret === '' && state.kind !== 'loading') ? (
          <LinkOver />
        ) : view.value ? (
          <Door view={view.value} local={local} onJoined={() => (step.value = 'inside')} />
        ) : (
          <Loading>Checking your link…</Loading>
        )}
      </main>
    </>
  );
}
