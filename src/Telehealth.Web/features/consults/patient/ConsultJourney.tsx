import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { AppFrame } from '../../../lib/access';
import type { Me } from '../../../lib/contracts/access';
import type { ConsultCard } from '../../../lib/contracts/consults';
import { longestConsultReason } from '../../../lib/contracts/domain/consults';
import { type Fault, newCommandId, Tries } from '../../../lib/realtime';
import { serverNow, whenText, zoneName } from '../../../lib/time';
import { Button, Dialog, Duration, EmptyState, ErrorNotice, goTo, LinkButton, Loading, TextArea, toast, Written } from '../../../lib/ui';
import { ConsultPage } from '../ConsultPage';
import { ConsultRoom } from '../ConsultRoom';
import { LocalMedia } from '../media/LocalMedia';
import { PreCall } from '../PreCall';
import { WaitingRoomPage } from '../WaitingRoomPage';
import { opensLater } from './opening';
import { consultLink, consults, seeConsult } from './ownConsults';
import { OwnTelephone } from './OwnTelephone';

async function open(card: ConsultCard): Promise<boolean> {
  if (card.phase !== 'booked') return true;
  const commandId = newCommandId();
  const outcome = await consultLink.sendUntilAnswered((hub) => hub.Open({ commandId, consultId: card.id }));
  if (outcome.error === null) seeConsult(outcome.value);
  else toast(outcome.error.text, 'warning');
  return outcome.error === null;
}

async function cancel(consultId: string): Promise<void> {
  const commandId = newCommandId();
  const outcome = await consultLink.sendUntilAnswered((hub) => hub.Cancel({ commandId, consultId }));
  if (outcome.error === null) seeConsult(outcome.value);
  else toast(outcome.error.text, 'warning');
  goTo();
}

function OverPage({ card, left, onReturn }: { card: ConsultCard; left: boolean; onReturn: () => void }) {
  const live = card.phase === 'inProgress';
  return (
    <div class="page page-narrow" data-testid="consult-over">
      <EmptyState
        page
        icon={left && live ? 'door' : 'check'}
        title={left && live ? 'You left the visit' : card.phase === 'cancelled' ? 'The visit is cancelled' : 'The visit is over'}
        actions={
          <>
            {left && live && (
              <Button kind="primary" onClick={onReturn} testId="return">
                Return to the visit
              </Button>
            )}
            <LinkButton kind={left && live ? 'secondary' : 'primary'} href="#/">
              Back to the start
            </LinkButton>
          </>
        }
      >
        {live ? (
          'The visit goes on. You can come back at any time.'
        ) : card.startedAt && card.endedAt ? (
          <>
            With <Written text={card.clinicianName ?? ''} />. It lasted{' '}
            {Math.max(1, Math.round((Date.parse(card.endedAt) - Date.parse(card.startedAt)) / 60_000))} min. Camera and microphone are off.
          </>
        ) : (
          'Camera and microphone are off.'
        )}
      </EmptyState>
    </div>
  );
}

/** Where a link to a visit of another day leads; the page goes on by itself when it opens. */
function NotOpenYet({ card, opens }: { card: ConsultCard; opens: string }) {
  return (
    <div class="page page-narrow" data-testid="not-open-yet">
      <EmptyState
        page
        icon="calendar"
        title={`Your visit opens ${opens}`}
        actions={
          <LinkButton kind="primary" href="#/">
            Back to the start
          </LinkButton>
        }
      >
        It begins {card.bookedFor && `${whenText(card.bookedFor, serverNow.value)} ${zoneName(new Date(card.bookedFor), 'short')}`}
        {card.clinicianName !== null && (
          <>
            , with <Written text={card.clinicianName} />
          </>
        )}
        . You can come in half an hour before.
      </EmptyState>
    </div>
  );
}

/** Left the visit, and the clinician has sent it back to wait meanwhile. */
function BackInWaiting({ onReturn }: { onReturn: () => void }) {
  return (
    <div class="page page-narrow" data-testid="left-and-waiting">
      <EmptyState
        page
        icon="clock"
        title="You are back in the waiting room"
        actions={
          <>
            <Button kind="primary" onClick={onReturn} testId="return">
              Go to the waiting room
            </Button>
            <LinkButton kind="secondary" href="#/">
              Back to the start
            </LinkButton>
          </>
        }
      >
        Your place is kept. You left, so the visit waits for a doctor again.
      </EmptyState>
    </div>
  );
}

type Step = 'devices' | 'room' | 'left';

function Room({ card, local, onLeft }: { card: ConsultCard; local: LocalMedia; onLeft: () => void }) {
  const room = useMemo(() => new ConsultRoom(consultLink, card.id, local), [card.id, local]);
  useEffect(() => () => room.close(), [room]);
  return <ConsultPage room={room} host={false} onLeave={onLeft} />;
}

function DevicesStep({ me, card, local, onDone }: { me: Me; card: ConsultCard; local: LocalMedia; onDone: () => void }) {
  const busy = useSignal(false);
  const ready = card.phase === 'inProgress';
  const go = async (): Promise<void> => {
    busy.value = true;
    if (await open(card)) onDone();
    busy.value = false;
  };
  return (
    <PreCall
      local={local}
      name={me.name}
      title="Check your camera and sound"
      lead={
        ready ? (
          <strong>
            <Written text={card.clinicianName ?? ''} /> is ready for you.
          </strong>
        ) : card.waitingSince ? (
          <>
            You have had a place in the waiting room for <Duration since={card.waitingSince} spell />.
          </>
        ) : (
          'Then go on to the waiting room.'
        )
      }
      busy={busy.value}
      onContinue={() => void go()}
      {...(ready ? { continueLabel: `Join ${card.clinicianName ?? 'the doctor'} now` } : {})}
    />
  );
}

/** Says anew what the visit is about, while the doctor can still read it before it begins. */
function ReasonChanger({ card }: { card: ConsultCard }) {
  const draft = useSignal<string | null>(null);
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const tries = useMemo(() => new Tries(), []);
  const save = async (reason: string): Promise<void> => {
    busy.value = true;
    const outcome = await tries.send(reason, (commandId) =>
      consultLink.sendUntilAnswered((hub) => hub.ChangeReason({ commandId, consultId: card.id, reason })),
    );
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    seeConsult(outcome.value);
    draft.value = null;
    toast('Saved. Your doctor sees it now.');
  };
  const text = draft.value;
  return (
    <>
      <div class="row">
        <Button kind="quiet" icon="pencil" onClick={() => (draft.value = card.reason)} testId="change-reason">
          Change what it is about
        </Button>
      </div>
      {text !== null && (
        <Dialog
          title="Change what it is about"
          onClose={() => (draft.value = null)}
          footer={
            <>
              <Button onClick={() => (draft.value = null)}>Back</Button>
              <Button
                kind="primary"
                busy={busy.value}
                disabled={text.trim() === '' || text.trim() === card.reason}
                onClick={() => void save(text.trim())}
                testId="save-reason"
              >
                Save
              </Button>
            </>
          }
        >
          <div class="stack">
            {fault.value && <ErrorNotice title="Not saved" error={fault.value} />}
            <TextArea
              label="In your own words"
              hint="Say what has changed. The doctor reads it before you meet, and you keep your place."
              value={text}
              maxLength={longestConsultReason}
              onInput={(value) => (draft.value = value)}
              testId="reason-text"
            />
          </div>
        </Dialog>
      )}
    </>
  );
}

/** From the door to the end: try the devices, wait, meet, part. */
export function ConsultJourney({ me, consultId, strip }: { me: Me; consultId: string; strip: ComponentChildren }) {
  const step = useSignal<Step>('devices');
  const local = useMemo(() => new LocalMedia(), []);
  useEffect(() => () => local.close(), [local]);
  const card = consults.value?.get(consultId);
  const over = card && (card.phase === 'ended' || card.phase === 'cancelled');
  useEffect(() => {
    if (!over && step.value !== 'left') return;
    local.microphone.stop();
    local.camera.stop();
    local.screen.stop();
  }, [over, step.value, local]);
  const framed = (content: ComponentChildren) => (
    <AppFrame me={me} role="patient" link={consultLink}>
      {strip}
      {content}
    </AppFrame>
  );
  if (consults.value === null) return framed(<Loading />);
  if (!card)
    return framed(
      <div class="page page-narrow">
        <EmptyState
          page
          icon="search"
          title="There is no such visit"
          actions={
            <LinkButton kind="primary" href="#/">
              Back to the start
            </LinkButton>
          }
        />
      </div>,
    );
  if (card.phase === 'waiting' && step.value === 'left') return framed(<BackInWaiting onReturn={() => (step.value = 'devices')} />);
  if (over || step.value === 'left')
    return framed(<OverPage card={card} left={step.value === 'left'} onReturn={() => (step.value = 'devices')} />);
  const later = opensLater(card, serverNow.value);
  if (later !== null) return framed(<NotOpenYet card={card} opens={later} />);
  if (step.value === 'devices') return framed(<DevicesStep me={me} card={card} local={local} onDone={() => (step.value = 'room')} />);
  if (card.phase !== 'inProgress') {
    const leaveText = {
      button: 'Leave the waiting room',
      title: 'Leave the waiting room?',
      text: 'Your visit is cancelled and you lose your place. You can ask for a new one at any time.',
    };
    return framed(
      <WaitingRoomPage
        link={consultLink}
        card={card}
        local={local}
        name={me.name}
        leaveText={leaveText}
        onLeave={() => void cancel(consultId)}
      >
        <ReasonChanger card={card} />
        <OwnTelephone />
      </WaitingRoomPage>,
    );
  }
  return (
    <AppFrame me={me} role="patient" link={consultLink} bare>
      {strip}
      <Room card={card} local={local} onLeft={() => (step.value = 'left')} />
    </AppFrame>
  );
}
