import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { ConsultCard } from '../../lib/contracts/consults';
import { ConnectionState } from '../../lib/realtime';
import { Badge, Button, Duration, Icon, Written } from '../../lib/ui';
import { ChatPanel } from './ChatPanel';
import { type Panel, Tool, useActions, useKeys } from './ConsultActions';
import { ConsultDoor } from './ConsultDoor';
import type { ConsultRoom } from './ConsultRoom';
import { DeviceDialog } from './DeviceDialog';
import { EndDialog } from './EndDialog';
import { PeoplePanel } from './PeoplePanel';
import { QualityPanel } from './quality/QualityPanel';
import { ReturnDialog, type ReturnDialogProps } from './ReturnDialog';
import { Observers, Stage } from './Stage';
import { StageNotices } from './StageNotices';
import { VisitReason } from './VisitReason';
import './consults.css';

export interface ConsultPageProps {
  room: ConsultRoom;
  /** The clinician may invite guests and end the consult for everybody. */
  host: boolean;
  onLeave: () => void;
  notice?: ComponentChildren;
  /** Whether the patient is online at all, for whoever waits for them in the room. */
  patientOnline?: ComponentChildren;
}

/** The consult itself: the same for patient, clinician and guest. */
export function ConsultPage({ room, host, onLeave, notice, patientOnline }: ConsultPageProps) {
  const panel = useSignal<Panel>(matchMedia('(min-width: 1100px)').matches ? 'chat' : 'none');
  const ending = useSignal(false);
  const returning = useSignal<Pick<ReturnDialogProps, 'reason'> | null>(null);
  const choosing = useSignal(false);
  const card = room.card.value;
  const actions = useActions(room, host, panel.value, (next) => (panel.value = next));
  useKeys(actions);
  if (!room.inside.value || !card) return <ConsultDoor room={room} onLeave={onLeave} />;
  const leave = (): void => {
    room.leave();
    onLeave();
  };
  // Nobody has a seat any more: there is none to give up.
  const returned = (): void => {
    room.close();
    onLeave();
  };
  return (
    <div
      class={`consult${panel.value !== 'none' ? ' consult-panel' : ''}${panel.value === 'quality' ? ' consult-panel-wide' : ''}`}
      data-testid="consult-page"
    >
      <ConsultHead room={room} card={card} host={host} notice={notice} onChoose={() => (choosing.value = true)} />
      <div class="consult-stage">
        <Observers room={room} />
        <Stage room={room} />
        <StageNotices
          room={room}
          host={host}
          patientOnline={patientOnline}
          onAbsent={() => (returning.value = { reason: 'patientAbsent' })}
        />
      </div>
      {panel.value === 'chat' && <ChatPanel room={room} host={host} onClose={() => (panel.value = 'none')} />}
      {panel.value === 'people' && <PeoplePanel room={room} host={host} onClose={() => (panel.value = 'none')} />}
      {panel.value === 'quality' && <QualityPanel room={room} onClose={() => (panel.value = 'none')} />}
      <div class="toolbar" role="toolbar" aria-label="Visit">
        {actions.map((action) => (
          <Tool key={action.name} action={action} />
        ))}
        <span class="toolbar-gap" />
        {host && (
          <button type="button" class="tool tool-end" data-testid="end-consult" onClick={() => (ending.value = true)}>
            <Icon name="hangUp" />
            <span class="tool-label">End</span>
          </button>
        )}
        <button type="button" class="tool tool-leave" data-testid="leave" onClick={leave}>
          <Icon name="door" />
          <span class="tool-label">Leave</span>
        </button>
      </div>
      {choosing.value && <DeviceDialog local={room.local} listensOnly={room.observes.value} onClose={() => (choosing.value = false)} />}
      {ending.value && (
        <EndDialog
          room={room}
          onClose={() => (ending.value = false)}
          onLeave={leave}
          onReturn={() => {
            ending.value = false;
            returning.value = {};
          }}
        />
      )}
      {returning.value && <ReturnDialog room={room} {...returning.value} onClose={() => (returning.value = null)} onReturned={returned} />}
    </div>
  );
}

interface ConsultHeadProps {
  room: ConsultRoom;
  card: ConsultCard;
  host: boolean;
  notice: ComponentChildren;
  onChoose: () => void;
}

/** With whom, since when and why, and whether the line holds. */
function ConsultHead({ room, card, host, notice, onChoose }: ConsultHeadProps) {
  return (
    <header class="consult-head">
      <div class="grow consult-title">
        <h1>
          <Written text={host ? card.patientName : (card.clinicianName ?? 'Your visit')} />
          {card.startedAt && (
            <span class="consult-time">
              <Duration since={card.startedAt} />
            </span>
          )}
        </h1>
        <VisitReason text={card.reason} />
      </div>
      {notice}
      {card.locked && (
        <span data-testid="room-locked">
          <Badge tone="warning">
            <Icon name="lock" size="s" />
            Locked
          </Badge>
        </span>
      )}
      <Button kind="quiet" icon="sliders" label="Choose camera and sound" onClick={onChoose} testId="choose-devices" />
      <ConnectionState link={room.link} />
    </header>
  );
}
