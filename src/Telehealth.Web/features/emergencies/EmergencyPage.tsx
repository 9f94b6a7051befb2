import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { EmergencyNumber } from '../../lib/access';
import type { ProtocolView } from '../../lib/contracts/emergencies';
import { type Fault, mayPass } from '../../lib/realtime';
import { Button, ErrorNotice, Loading, Notice } from '../../lib/ui';
import { helpCall, telling } from './asking';
import { clearDraft } from './draft';
import { emergencyLink, help, helpIsLive } from './emergencyLink';
import { HelpPage } from './HelpPage';
import { RaiseFlow } from './RaiseFlow';

function useProtocol() {
  const protocol = useSignal<ProtocolView | null>(null);
  const fault = useSignal<Fault | null>(null);
  /** False when it did not come and may come yet: it is asked for again, whether anybody presses or not. */
  const load = async (): Promise<boolean> => {
    const outcome = await emergencyLink.call.Protocol();
    if (outcome.error === null) protocol.value = outcome.value;
    // A line that is down comes back by itself and asks again; only a refusal is for the person to see.
    fault.value = outcome.error?.reason === 'refused' ? outcome.error : null;
    return outcome.error === null || !mayPass(outcome.error);
  };
  useEffect(() => emergencyLink.onLive(() => (protocol.peek() ? true : load())), []);
  return { protocol, fault, load };
}

/** The live emergency when there is one; else the way to raise one. One that ended a while ago does not stand in the way of the next. */
export function EmergencyPage() {
  const { protocol, fault, load } = useProtocol();
  const again = useSignal(false);
  // An emergency seen live here is told to its end here; one that was over before is not.
  const followed = useSignal<string | null>(null);
  const current = help.value;
  const live = helpIsLive(current);
  useEffect(() => {
    if (live && current) {
      followed.value = current.id;
      again.value = false;
    } else if (!live && telling.peek()) {
      // What was being told is told to nobody any more.
      telling.value = false;
      clearDraft();
      helpCall.forget();
    }
  }, [live, current?.id]);
  if (telling.value && protocol.value) return <RaiseFlow protocol={protocol.value} />;
  if (current && (live || (followed.value === current.id && !again.value)))
    return <HelpPage help={current} onAgain={() => (again.value = true)} />;
  if (fault.value)
    return (
      <div class="page page-narrow">
        <ErrorNotice
          title="The questions could not be loaded"
          error={fault.value}
          actions={
            <Button icon="refresh" onClick={() => void load()}>
              Try again
            </Button>
          }
        />
        <p>
          In danger right now? Call <EmergencyNumber />.
        </p>
      </div>
    );
  if (!protocol.value || current === undefined) {
    return (
      <div class="page page-narrow stack">
        <Notice tone="emergency" title="In danger right now?">
          Call <EmergencyNumber />. Do not wait for this page.
        </Notice>
        <Loading>Opening…</Loading>
      </div>
    );
  }
  return <RaiseFlow protocol={protocol.value} />;
}
