import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { GuestDoor, LinkOver } from '../../features/consults/guest/GuestDoor';
import { secret, useLinkView } from '../../features/consults/guest/guestLink';
import { GuestSeat, type GuestStep } from '../../features/consults/guest/GuestSeat';
import { LocalMedia } from '../../features/consults/media/LocalMedia';
import { account, loadAccount } from '../../lib/access';
import { mayPass, stumbled } from '../../lib/realtime';
import { Button, ErrorNotice, Loading, TopBar } from '../../lib/ui';

/** A link opens a door to one consult; a page that is loaded again finds its seat by the cookie. */
export function GuestApp() {
  const local = useMemo(() => new LocalMedia(), []);
  const step = useSignal<GuestStep>('door');
  const { view, fault, load } = useLinkView();
  const state = account.value;
  const me = state.kind === 'signedIn' ? state.me : null;
  const consultId = me?.guestOfConsult ?? null;
  if (me && consultId && (secret === '' || step.value !== 'door'))
    return <GuestSeat me={me} consultId={consultId} local={local} step={step.value} go={(next) => (step.value = next)} />;
  // Anything but a clear no says nothing of the link.
  const unreachable =
    (fault.value !== null && (mayPass(fault.value) || stumbled(fault.value))) || (state.kind === 'unreachable' && secret === '');
  return (
    <>
      <TopBar section="Guest" home="/guest/" />
      <main id="main">
        {unreachable ? (
          <div class="page page-narrow">
            <ErrorNotice
              title="The server does not answer"
              error={fault.value ?? 'Check your connection and try again.'}
              actions={
                <Button
                  icon="refresh"
                  onClick={() => {
                    void loadAccount();
                    void load();
                  }}
                >
                  Try again
                </Button>
              }
            />
          </div>
        ) : fault.value || (secret === '' && state.kind !== 'loading') ? (
          <LinkOver />
        ) : view.value ? (
          <GuestDoor view={view.value} local={local} onJoined={() => (step.value = 'inside')} />
        ) : (
          <Loading>Checking your link…</Loading>
        )}
      </main>
    </>
  );
}
