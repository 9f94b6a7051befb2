import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { ParticipantView, QualityView } from '../../lib/contracts/consults';
import { Button, ErrorNotice, Icon, type IconName, Notice, Spinner, Written } from '../../lib/ui';
import { AbsentPatient } from './AbsentPatient';
import type { ConsultRoom } from './ConsultRoom';
import { PatientNumber } from './PatientNumber';
import { allowSound, soundBlocked } from './Streams';

const pathLabels: Partial<Record<string, string>> = {
  connecting: 'Connecting sound and picture…',
  interrupted: 'Reconnecting sound and picture…',
};

function Pill({ icon, children, testId }: { icon: IconName; children: ComponentChildren; testId?: string }) {
  return (
    <span class="pill" data-testid={testId}>
      <Icon name={icon} size="s" />
      {children}
    </span>
  );
}

function PathNotice({ room }: { room: ConsultRoom }) {
  const path = room.media.path.value;
  if (path === 'failed') {
    return (
      <ErrorNotice
        title="Sound and picture do not get through"
        error="The network may block them. Try another network; meanwhile the chat works."
        actions={
          <Button icon="refresh" onClick={() => room.media.resume()}>
            Try again
          </Button>
        }
      />
    );
  }
  return pathLabels[path] ? (
    <span class="pill">
      <Spinner />
      {pathLabels[path]}
    </span>
  ) : null;
}

function MutedNotice({ room }: { room: ConsultRoom }) {
  const { microphone, camera, screen } = room.mutedByClinician.value;
  const what = [microphone && 'muted you', camera && 'hidden your picture', screen && 'hidden your screen'].filter(Boolean).join(' and ');
  if (what === '') return null;
  const meaning = microphone && camera ? ' The others neither hear nor see you.' : microphone ? ' The others do not hear you.' : '';
  return (
    <p class="banner" data-testid="muted-by-clinician">
      <Icon name={microphone ? 'micOff' : 'cameraOff'} />
      The doctor has {what}.{meaning}
    </p>
  );
}

/** A telephone call, another program or a pulled plug: what was on does not flow, and nobody switched it off. */
function TakenNotice({ room }: { room: ConsultRoom }) {
  const { microphone, camera } = room.local;
  if (!room.local.interrupted.value) return null;
  const what = microphone.taken.value && camera.taken.value ? 'microphone and camera' : microphone.taken.value ? 'microphone' : 'camera';
  const meaning = microphone.taken.value ? 'The others do not hear you' : 'The others do not see you';
  return (
    <p class="banner" data-testid="device-taken">
      <Icon name={microphone.taken.value ? 'micOff' : 'cameraOff'} />
      <span class="grow">
        Your {what} stopped, perhaps for a phone call. {meaning}, and they see why.
      </span>
      <Button icon="refresh" onClick={() => void room.local.restartTaken(true)} testId="restart-devices">
        Start again
      </Button>
    </p>
  );
}

function InterpreterNotice({ room }: { room: ConsultRoom }) {
  const interpreter = room.interpreters.value.find((one) => one.id === room.interpreter.value);
  if (!interpreter) return null;
  return (
    <span class="pill" data-testid="interpreter-only">
      <Icon name="ear" size="s" />
      You hear <Written text={interpreter.name} /> only
      <button type="button" class="pill-button" onClick={() => void room.listenTo(null)}>
        Hear everybody
      </button>
    </span>
  );
}

interface PhoneProps {
  room: ConsultRoom;
  view: QualityView;
  participant: ParticipantView | null;
  host: boolean;
}

/** When not even audio gets through: what to do instead, for each side. */
function PhoneSuggestion({ room, view, participant, host }: PhoneProps) {
  const hidden = useSignal(false);
  if (hidden.value) return <Pill icon="signal">{view.text}</Pill>;
  const mine = view.participantId === room.you.value;
  const patient = participant?.role === 'patient';
  const title =
    host && !mine ? `Call ${patient ? 'the patient' : (participant?.name ?? 'them')} by phone` : 'A phone call works better now';
  const next =
    host && !mine
      ? 'Leave this consult open: sound and picture come back by themselves when the line is better.'
      : host
        ? 'It is your own connection. Try another network, or call the patient by phone and leave this consult open.'
        : 'Keep your phone near: the doctor may call you. Leave this page open: sound and picture come back by themselves when the ' +
          'line is better.';
  return (
    <Notice
      tone="warning"
      icon="phone"
      title={title}
      testId="suggest-phone"
      actions={<Button onClick={() => (hidden.value = true)}>Understood</Button>}
    >
      {view.text} {next}
      {host && (mine || patient) && (
        <p>
          <PatientNumber ask={() => room.host.askNumber()} version={room.card.value?.version ?? 0} />
        </p>
      )}
    </Notice>
  );
}

// More than this would cover the faces it speaks of; the people panel has everybody's word.
const mostQualityNotices = 2;

function QualityNotices({ room, host }: { room: ConsultRoom; host: boolean }) {
  const views = [...room.quality.views.value.values()].filter((one) => one.text !== '');
  const participants = new Map([...room.others.value, ...(room.self.value ? [room.self.value] : [])].map((one) => [one.id, one]));
  const shown = views.filter((one) => participants.has(one.participantId));
  return (
    <>
      {shown.slice(0, mostQualityNotices).map((view) =>
        view.rung === 'suggestPhone' ? (
          <PhoneSuggestion
            key={view.participantId}
            room={room}
            view={view}
            participant={participants.get(view.participantId) ?? null}
            host={host}
          />
        ) : (
          <Pill key={view.participantId} icon="signal" testId="quality-notice">
            {view.text}
          </Pill>
        ),
      )}
      {shown.length > mostQualityNotices && <Pill icon="signal">{shown.length - mostQualityNotices} more have a weak connection</Pill>}
    </>
  );
}

interface StageNoticesProps {
  room: ConsultRoom;
  host: boolean;
  patientOnline: ComponentChildren;
  /** The clinician sends back to wait who is not there. */
  onAbsent: () => void;
}

/** What everybody on the stage should know now; read out politely when it changes. */
export function StageNotices({ room, host, patientOnline, onAbsent }: StageNoticesProps) {
  const fault = room.local.microphone.fault.value ?? room.local.camera.fault.value;
  return (
    <div class="stage-notices" role="status">
      {host && <AbsentPatient room={room} online={patientOnline} onReturn={onAbsent} />}
      <MutedNotice room={room} />
      <TakenNotice room={room} />
      <PathNotice room={room} />
      {room.observes.value && (
        <Pill icon="eye" testId="you-observe">
          You observe: the others see that you are here, and do not hear or see you
        </Pill>
      )}
      {fault && !room.observes.value && !room.local.interrupted.value && (
        <Pill icon="alert">
          {fault.title}. {fault.next}
        </Pill>
      )}
      <QualityNotices room={room} host={host} />
      <InterpreterNotice room={room} />
      {soundBlocked.value && (
        <Button kind="primary" icon="sound" onClick={allowSound}>
          Click to hear the others
        </Button>
      )}
    </div>
  );
}
