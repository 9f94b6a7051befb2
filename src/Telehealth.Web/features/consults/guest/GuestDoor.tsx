import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { EmergencyNumber, enterAsGuest } from '../../../lib/access';
import type { GuestLinkView } from '../../../lib/contracts/access';
import { longestGuestName } from '../../../lib/contracts/domain/consults';
import type { Fault } from '../../../lib/realtime';
import { readName } from '../../../lib/text';
import { Button, EmptyState, ErrorNotice, Field } from '../../../lib/ui';
import type { LocalMedia } from '../media/LocalMedia';
import { PreCall } from '../PreCall';
import { link, secret } from './guestLink';

// An observer who comes back by a reload has no link any more that says so.
export const observerKey = 'telehealth.observer';

/** Who watches has no devices to try, and says who they are all the same. */
export function ObserverDoor({
  name,
  busy,
  onJoin,
  children,
}: {
  name: string;
  busy: boolean;
  onJoin: () => void;
  children?: ComponentChildren;
}) {
  return (
    <div class="page page-narrow" data-testid="observer-door">
      <form
        class="stack stack-6"
        onSubmit={(event) => {
          event.preventDefault();
          onJoin();
        }}
      >
        <div class="stack stack-2">
          <h1>You are invited to observe a video visit</h1>
          <p class="muted">You see and hear the others. They see your name and that you observe; your camera and microphone stay off.</p>
        </div>
        {children}
        <Button
          type="submit"
          kind="primary"
          large
          wide
          icon="arrowRight"
          busy={busy}
          disabled={readName(name, longestGuestName) === null}
          testId="guest-join"
        >
          Join as observer
        </Button>
      </form>
    </div>
  );
}

/** Who the guest is, and whether camera and audio work, on one page. */
export function GuestDoor({ view, local, onJoined }: { view: GuestLinkView; local: LocalMedia; onJoined: () => void }) {
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
  const nameField = (
    <Field
      label="Your name"
      autoComplete="name"
      hint="The others see it."
      maxLength={longestGuestName}
      value={name.value}
      onInput={(value) => (name.value = value)}
      testId="guest-name"
    />
  );
  if (view.role === 'observer')
    return (
      <ObserverDoor name={name.value} busy={busy.value} onJoin={() => void join()}>
        {problem}
        {nameField}
      </ObserverDoor>
    );
  return (
    <PreCall
      local={local}
      name={name.value.trim() || 'Guest'}
      title="You are invited to a video visit"
      lead={`You join as ${view.role}. Enter your name and check your camera and sound.`}
      onContinue={() => void join()}
      continueLabel="Join the visit"
      busy={busy.value}
      disabled={readName(name.value, longestGuestName) === null}
      testId="guest-join"
    >
      {problem}
      {nameField}
    </PreCall>
  );
}

/** What to do with a link that opens nothing. */
export function LinkOver() {
  return (
    <div class="page page-narrow" data-testid="guest-invalid">
      <EmptyState page icon="link" title="This link does not work">
        The visit may be over, the link may have expired or been withdrawn, or a part of it may have been lost on its way to you.
      </EmptyState>
      <ol class="stack stack-2 guest-next">
        <li>Open the link again from the message you got: all of it, to its last letter.</li>
        <li>If it still does not work, ask whoever invited you for a new one.</li>
        <li>
          Somebody is in danger? Call <EmergencyNumber />.
        </li>
      </ol>
    </div>
  );
}
