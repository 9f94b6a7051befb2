import type { ParticipantView } from '../../lib/contracts/consults';
import type { MediaSource } from '../../lib/contracts/domain/consults';
import { spellDuration, serverNow } from '../../lib/time';
import { Avatar, Icon, Spinner, Written, WrittenText } from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';
import { facingOf } from './media/browser';
import { type RemoteTrack, remoteKey } from './media/ConsultMedia';
import { isRenamed, roleLabels, takenLabel, twinLabel } from './personLabels';
import { isWell } from './quality/QualityWatch';
import { linkLabel } from './quality/qualityLabels';
import { AudioView, streamOf, VideoView } from './Streams';

function Outage({ participant }: { participant: ParticipantView }) {
  const ms = serverNow.value - Date.parse(participant.since);
  return (
    <div class="tile-outage">
      <Spinner />
      <span class="numerals">
        <Written text={participant.name} /> is reconnecting <span class="nowrap">({spellDuration(ms)})</span>
      </span>
    </div>
  );
}

function LinkLabel({ room, participantId }: { room: ConsultRoom; participantId: string }) {
  const view = room.quality.views.value.get(participantId);
  // Good is what everybody expects: on the stage only what is not is worth a word.
  if (!view || isWell(view)) return null;
  return (
    <span class="tile-link" data-testid="link-word" data-rung={view.rung}>
      <Icon name="signal" size="s" />
      {linkLabel(view).word}
    </span>
  );
}

function NameTag({ room, participant }: { room: ConsultRoom; participant: ParticipantView }) {
  const muted = participant.mutedByClinician.microphone;
  return (
    <span class="tile-name">
      {(muted || !participant.media.microphone) && <Icon name="micOff" size="s" label={muted ? 'Muted by the doctor' : 'Microphone off'} />}
      <WrittenText class="tile-name-text" text={participant.name} />
      <span class="tile-role">{roleLabels[participant.role].toLowerCase()}</span>
      <LinkLabel room={room} participantId={participant.id} />
      {isRenamed(participant) && (
        <span class="tile-note">
          invited as <Written text={participant.invitedAs ?? ''} />
        </span>
      )}
      {participant.hasTwin && <span class="tile-note tile-warning">{twinLabel}</span>}
      {participant.media.interrupted && (
        <span class="tile-note tile-warning" data-testid="device-taken-word">
          <Icon name="phone" size="s" />
          {takenLabel}
        </span>
      )}
    </span>
  );
}

interface RemoteVideoProps {
  room: ConsultRoom;
  track: RemoteTrack;
  label: string;
  whole?: boolean;
}

/** Another's video; the relay is told how large it is shown. */
function RemoteVideo({ room, track, label, whole = false }: RemoteVideoProps) {
  const { participantId, source, stream } = track;
  return (
    <VideoView
      stream={stream}
      label={label}
      testId="remote-video"
      participant={participantId}
      source={source}
      whole={whole}
      watch={(element) => room.onScreen.show(element, participantId, source, whole)}
      onFirstPicture={() => room.media.sawPicture(track)}
    />
  );
}

/** Whether others can hear or see it: the participant's own device is on, and the clinician lets it through. */
const flows = (participant: ParticipantView, source: MediaSource): boolean =>
  participant.media[source] && !participant.mutedByClinician[source];

function ParticipantTile({ room, participant, small = false }: { room: ConsultRoom; participant: ParticipantView; small?: boolean }) {
  const remote = room.media.remote.value;
  const camera = remote.get(remoteKey(participant.id, 'camera'));
  const microphone = remote.get(remoteKey(participant.id, 'microphone'));
  const here = participant.presence === 'here';
  const speaking = here && flows(participant, 'microphone') && room.speaker.value === participant.id;
  return (
    <figure
      class={`tile${speaking ? ' tile-speaking' : ''}`}
      data-testid="participant-tile"
      data-participant={participant.id}
      data-presence={participant.presence}
      data-speaking={speaking}
    >
      {camera && flows(participant, 'camera') ? (
        <RemoteVideo room={room} track={camera} label={`Picture of ${participant.name}`} />
      ) : (
        here && <Avatar name={participant.name} {...(small ? {} : { size: 'l' as const })} />
      )}
      {microphone && <AudioView stream={microphone.stream} speakerId={room.local.speakerId.value} participant={participant.id} />}
      {!here && <Outage participant={participant} />}
      <figcaption>
        <NameTag room={room} participant={participant} />
      </figcaption>
    </figure>
  );
}

function SharedScreen({ room, participant }: { room: ConsultRoom; participant: ParticipantView }) {
  const screen = room.media.remote.value.get(remoteKey(participant.id, 'screen'));
  if (!screen)
    return (
      <div class="tile tile-screen">
        <Spinner />
      </div>
    );
  return (
    <figure class="tile tile-screen">
      <RemoteVideo room={room} track={screen} label={`Screen of ${participant.name}`} whole />
      <figcaption>
        <span class="tile-name">
          <Icon name="screen" size="s" />
          <Written text={participant.name} />
          ’s screen
        </span>
      </figcaption>
    </figure>
  );
}

function Self({ room }: { room: ConsultRoom }) {
  const track = room.local.camera.track.value;
  const muted = !room.local.shown.value.microphone || room.mutedByClinician.value.microphone;
  const you = room.you.value;
  return (
    <figure class="tile tile-self">
      {track ? (
        <VideoView stream={streamOf(track)} label="Your own picture" testId="self-video" mirrored={facingOf(track) !== 'environment'} />
      ) : (
        <Icon name="cameraOff" size="l" label="Your camera is off" />
      )}
      <figcaption>
        <span class="tile-name">
          {muted && <Icon name="micOff" size="s" label="Your microphone is off" />}You{you && <LinkLabel room={room} participantId={you} />}
        </span>
      </figcaption>
    </figure>
  );
}

// Nobody watches unseen: an observer has no video, so a line says that they are here.
export function Observers({ room }: { room: ConsultRoom }) {
  const observers = room.others.value.filter((one) => one.role === 'observer');
  if (observers.length === 0) return null;
  return (
    <p class="stage-observers" data-testid="observers">
      <Icon name="eye" size="s" />
      {observers.map((one) => one.name).join(', ')} {observers.length === 1 ? 'is here as an observer' : 'are here as observers'}
    </p>
  );
}

/** Everybody as large as the window allows; a shared screen takes the room and the people stand beside it. */
export function Stage({ room }: { room: ConsultRoom }) {
  const others = room.others.value.filter((one) => one.role !== 'observer');
  const sharing = others.find((one) => flows(one, 'screen') && one.presence === 'here');
  return (
    <div
      class={`stage${sharing ? ' stage-sharing' : ''}`}
      data-testid="consult-stage"
      data-count={others.length}
      data-path={room.media.path.value}
    >
      {sharing && <SharedScreen room={room} participant={sharing} />}
      <div class="stage-people" data-count={Math.min(others.length, 9)}>
        {others.map((one) => (
          <ParticipantTile key={one.id} room={room} participant={one} small={sharing !== undefined} />
        ))}
        {others.length === 0 && (
          <div class="stage-alone">
            <Icon name="people" size="l" />
            <p class="strong">Nobody else is here yet</p>
            <p class="small">They appear as soon as they join.</p>
          </div>
        )}
      </div>
      {!room.observes.value && <Self room={room} />}
    </div>
  );
}
