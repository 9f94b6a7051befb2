import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { ConsultCard } from '../../lib/contracts/consults';
import { isolated } from '../../lib/text';
import { Button, Dialog, Duration, Icon, Notice, WrittenText } from '../../lib/ui';
import { NoticeButton } from './AttentionControls';
import type { ConsultLink } from './consultLink';
import type { LocalMedia } from './media/LocalMedia';
import { SelfPreview } from './PreCall';
import { returnTextForPatients } from './returnText';
import { waitingText } from './waitingText';
import './consults.css';

export interface WaitingRoomProps {
  link: ConsultLink;
  card: ConsultCard | null;
  local: LocalMedia;
  name: string;
  /** What leaving means here. */
  leaveText: { button: string; title: string; text: string };
  onLeave: () => void;
  /** What else can be done while waiting. */
  children?: ComponentChildren;
}

function Toggles({ local }: { local: LocalMedia }) {
  const shown = local.shown.value;
  return (
    <div class="row row-2 waiting-toggles">
      <Button icon={shown.microphone ? 'mic' : 'micOff'} pressed={shown.microphone} onClick={() => void local.toggleMicrophone()}>
        {shown.microphone ? 'Microphone on' : 'Microphone off'}
      </Button>
      <Button icon={shown.camera ? 'camera' : 'cameraOff'} pressed={shown.camera} onClick={() => void local.toggleCamera()}>
        {shown.camera ? 'Camera on' : 'Camera off'}
      </Button>
    </div>
  );
}

/** Says how long, that the place is kept, and what happens next. */
export function WaitingRoomPage({ link, card, local, name, leaveText, onLeave, children }: WaitingRoomProps) {
  const asking = useSignal(false);
  const isBack = card !== null && card.returnedAt !== null;
  return (
    <div class="page waiting" data-testid="waiting-room">
      <div class="stack stack-6 waiting-words">
        <div class="stack stack-2">
          <span class="waiting-pulse" aria-hidden="true">
            <Icon name="clock" size="l" />
          </span>
          <h1>{isBack ? 'You are back in the waiting room' : 'You are in the waiting room'}</h1>
          {isBack && (
            <p data-testid="back-in-waiting">
              <span class="strong">Your place is kept.</span> {returnTextForPatients(card.returnReason)}
            </p>
          )}
          <p class={link.state.value === 'live' ? 'muted' : 'strong'} role="status" data-testid="waiting-text">
            {waitingText(link.state.value, card?.clinicianName ? isolated(card.clinicianName) : null)}
          </p>
        </div>
        {card?.waitingSince && (
          <dl class="waiting-facts">
            <div>
              <dt>Waiting for</dt>
              <dd class="waiting-time">
                <Duration since={card.waitingSince} />
              </dd>
            </div>
            <div>
              <dt>About</dt>
              <dd>
                <WrittenText class="reason" text={card.reason} />
              </dd>
            </div>
          </dl>
        )}
        <Notice tone="info" icon="shield" title={isBack ? 'Your place stays yours' : 'Your place is kept'}>
          Even if your connection drops or you reload this page.
        </Notice>
        {children}
        <div class="row row-2">
          <NoticeButton label="Notify me when it opens" example="You get a message like this when your visit opens." />
          <Button kind="quiet" icon="door" onClick={() => (asking.value = true)} testId="leave-waiting">
            {leaveText.button}
          </Button>
        </div>
      </div>
      <div class="stack stack-3">
        <SelfPreview local={local} name={name} />
        <Toggles local={local} />
      </div>
      {asking.value && (
        <Dialog
          title={leaveText.title}
          onClose={() => (asking.value = false)}
          footer={
            <>
              <Button onClick={() => (asking.value = false)}>Keep waiting</Button>
              <Button kind="danger" onClick={onLeave} testId="leave-waiting-sure">
                {leaveText.button}
              </Button>
            </>
          }
        >
          <p>{leaveText.text}</p>
        </Dialog>
      )}
    </div>
  );
}
