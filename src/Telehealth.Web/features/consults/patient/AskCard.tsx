import { useSignal } from '@preact/signals';
import { longestConsultReason } from '../../../lib/contracts/domain/consults';
import { type Fault, newCommandId } from '../../../lib/realtime';
import { Button, Card, ErrorNotice, goTo, TextArea } from '../../../lib/ui';
import { consultLink, seeConsult } from './ownConsults';

/** Asks for a visit as soon as somebody is free, and leads to it. */
export function AskCard() {
  const reason = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const ask = async (): Promise<void> => {
    busy.value = true;
    fault.value = null;
    const commandId = newCommandId();
    const outcome = await consultLink.sendUntilAnswered((hub) => hub.Ask({ commandId, reason: reason.peek().trim() }));
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    seeConsult(outcome.value);
    goTo('consult', outcome.value.id);
  };
  return (
    <Card title="See a doctor by video">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        {fault.value && <ErrorNotice title="Your request was not sent" error={fault.value} />}
        <TextArea
          label="What is it about?"
          hint="A sentence or two. The doctor reads it before you meet."
          value={reason.value}
          maxLength={longestConsultReason}
          onInput={(value) => (reason.value = value)}
          testId="ask-reason"
        />
        <div class="row">
          <Button
            type="submit"
            kind="primary"
            large
            icon="camera"
            busy={busy.value}
            disabled={reason.value.trim() === ''}
            testId="ask-submit"
          >
            Ask for a visit
          </Button>
        </div>
        <p class="muted small">Next, check your camera and microphone. Then wait: the first doctor who is free lets you in.</p>
      </form>
    </Card>
  );
}
