import { useSignal } from '@preact/signals';
import type { ParticipantView } from '../../lib/contracts/consults';
import type { ParticipantRole } from '../../lib/contracts/domain/consults';
import type { Outcome } from '../../lib/realtime';
import { isolated } from '../../lib/text';
import {
  Avatar,
  Badge,
  Button,
  Dialog,
  Icon,
  type IconName,
  LetterKeysSwitch,
  StatusDot,
  Switch,
  toast,
  Written,
  WrittenText,
} from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';
import { GuestLinks, InviteForm } from './GuestLinks';
import { isRenamed, roleLabels, takenLabel, twinLabel } from './personLabels';
import { linkLabel } from './quality/qualityLabels';

async function orSay(asked: Promise<Outcome<unknown>>): Promise<void> {
  const outcome = await asked;
  if (outcome.error !== null) toast(outcome.error.text, 'warning');
}

function RemoveDialog({ room, participant, onClose }: { room: ConsultRoom; participant: ParticipantView; onClose: () => void }) {
  const busy = useSignal(false);
  const remove = async (): Promise<void> => {
    busy.value = true;
    await orSay(room.host.remove(participant.id));
    onClose();
  };
  return (
    <Dialog
      title={`Remove ${isolated(participant.name)}?`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={busy.value} onClick={() => void remove()} testId="remove-sure">
            Remove from the consult
          </Button>
        </>
      }
    >
      <p>
        <Written text={participant.name} /> leaves at once and cannot come back with the same link. You can invite them again.
      </p>
    </Dialog>
  );
}

// The patient is never removed: the consult is theirs, and is ended instead.
const isGuest = (participant: ParticipantView): boolean => participant.role !== 'patient' && participant.role !== 'clinician';

interface HoldProps {
  icon: IconName;
  held: boolean;
  /** What the button does now: hold back, or let through again. */
  labels: readonly [string, string];
  of: string;
  onHold: (on: boolean) => void;
  testId: string;
}

function HoldButton({ icon, held, labels, of, onHold, testId }: HoldProps) {
  const label = labels[held ? 1 : 0];
  return (
    <Button
      icon={icon}
      label={`${label} ${of}`}
      class={held ? 'held' : ''}
      onClick={() => onHold(!held)}
      testId={testId}
      data={{ 'data-held': String(held) }}
    >
      {label}
    </Button>
  );
}

function HostActions({ room, participant }: { room: ConsultRoom; participant: ParticipantView }) {
  const removing = useSignal(false);
  const muted = participant.mutedByClinician;
  const observer = participant.role === 'observer';
  const mute = (source: 'microphone' | 'camera' | 'screen', on: boolean): void => void orSay(room.host.mute(participant.id, source, on));
  return (
    <div class="person-actions">
      {!observer && (
        <>
          <HoldButton
            icon={muted.microphone ? 'micOff' : 'mic'}
            held={muted.microphone}
            labels={['Mute', 'Unmute']}
            of={participant.name}
            onHold={(on) => mute('microphone', on)}
            testId="mute-microphone"
          />
          <HoldButton
            icon={muted.camera ? 'cameraOff' : 'camera'}
            held={muted.camera}
            labels={['Hide', 'Show']}
            of={`the picture of ${participant.name}`}
            onHold={(on) => mute('camera', on)}
            testId="mute-camera"
          />
          {(participant.media.screen || muted.screen) && (
            <HoldButton
              icon="screen"
              held={muted.screen}
              labels={['Hide', 'Show']}
              of={`the screen of ${participant.name}`}
              onHold={(on) => mute('screen', on)}
              testId="mute-screen"
            />
          )}
        </>
      )}
      {isGuest(participant) && (
        <Button label={`Remove ${participant.name}`} onClick={() => (removing.value = true)} testId="remove-participant">
          Remove
        </Button>
      )}
      {removing.value && <RemoveDialog room={room} participant={participant} onClose={() => (removing.value = false)} />}
    </div>
  );
}

/** A role that changes what one says or hears stands out. */
function Role({ role }: { role: ParticipantRole }) {
  return role === 'observer' || role === 'interpreter' ? <Badge tone="accent">{roleLabels[role]}</Badge> : <>{roleLabels[role]}</>;
}

function Held({ participant, host }: { participant: ParticipantView; host: boolean }) {
  const { microphone, camera, screen } = participant.mutedByClinician;
  const held = [microphone && 'Muted', camera && 'Picture hidden', screen && 'Screen hidden'].filter((word) => word !== false);
  if (held.length === 0) return null;
  return (
    <div class="person-badges" data-testid="held">
      {held.map((word) => (
        <Badge key={word} tone="warning">
          {host ? word : `${word} by the doctor`}
        </Badge>
      ))}
    </div>
  );
}

function Person({ room, participant, host }: { room: ConsultRoom; participant: ParticipantView; host: boolean }) {
  const link = linkLabel(room.quality.views.value.get(participant.id));
  const here = participant.presence === 'here';
  const heardAlone = room.interpreter.value === participant.id;
  return (
    <li class="person" data-testid="person" data-participant={participant.id} data-role={participant.role}>
      <div class="person-head">
        <Avatar name={participant.name} size="s" />
        <span class="grow">
          <WrittenText class="strong" text={participant.name} />
          <span class="muted small person-line">
            <Role role={participant.role} />
            {isRenamed(participant) && (
              <span data-testid="invited-as">
                invited as <Written text={participant.invitedAs ?? ''} />
              </span>
            )}
            <span class="person-link" data-testid="person-link">
              <StatusDot tone={here ? link.tone : 'neutral'} />
              {here ? link.word : 'Reconnecting'}
            </span>
          </span>
        </span>
        {!participant.media.microphone && participant.role !== 'observer' && <Icon name="micOff" label="Microphone off" />}
      </div>
      {participant.media.interrupted && (
        <div class="person-badges">
          <Badge tone="warning">{takenLabel}</Badge>
        </div>
      )}
      {participant.hasTwin && (
        <div class="person-badges" data-testid="twin">
          <Badge tone="warning">{twinLabel}</Badge>
        </div>
      )}
      <Held participant={participant} host={host} />
      {participant.role === 'interpreter' && (
        <Switch
          label="Hear the interpreter only"
          hint="Only for you: you do not hear the others meanwhile."
          on={heardAlone}
          onChange={(on) => void room.listenTo(on ? participant.id : null)}
          testId="hear-interpreter-only"
        />
      )}
      {host && participant.role !== 'clinician' && <HostActions room={room} participant={participant} />}
    </li>
  );
}

function LockSwitch({ room }: { room: ConsultRoom }) {
  const locked = room.card.value?.locked ?? false;
  return (
    <Switch
      label="Lock the room"
      hint={locked ? 'Nobody new comes in. Who is here may come back.' : 'Guests with a valid link can come in.'}
      on={locked}
      onChange={(on) => void orSay(room.host.lock(on))}
      testId="lock-room"
    />
  );
}

/** Who is in the consult, and for the clinician who is heard, seen and let in. */
export function PeoplePanel({ room, host, onClose }: { room: ConsultRoom; host: boolean; onClose: () => void }) {
  return (
    <aside class="panel" aria-label="People" data-testid="people-panel">
      <div class="panel-head">
        <h2>People</h2>
        <Button kind="quiet" icon="cross" label="Close people" onClick={onClose} />
      </div>
      <div class="panel-body stack stack-6" tabIndex={0} role="group" aria-label="People and guests">
        {host && <LockSwitch room={room} />}
        <ul class="people">
          {room.others.value.map((one) => (
            <Person key={one.id} room={room} participant={one} host={host} />
          ))}
          {room.others.value.length === 0 && <li class="muted small">Nobody else is here yet.</li>}
        </ul>
        {host && <InviteForm room={room} />}
        {host && <GuestLinks room={room} />}
        <LetterKeysSwitch />
      </div>
    </aside>
  );
}
