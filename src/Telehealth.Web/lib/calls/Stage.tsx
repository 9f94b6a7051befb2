import type { ParticipantView } from '../contracts';
import { spellDuration } from '../ui/duration';
import { serverNow } from '../realtime';
import { Avatar, Icon, Spinner } from '../ui';
import type { ConsultRoom } from './ConsultRoom';
import { remoteKey } from './media/ConsultMedia';
import { AudioView, streamOf, VideoView } from './Streams';

function Outage({ participant }: { participant: ParticipantView }) {
  const ms = serverNow.value - Date.parse(participant.since);
  return (
    <div class="tile-outage">
      <Spinner />
      <span class="numerals">{participant.name} is reconnecting <span class="nowrap">({spellDuration(ms)})</span></span>
    </div>
  );
}

function NameTag({ participant }: { participant: ParticipantView }) {
  return (
    <span class="tile-name">
      {!participant.media.microphone && <Icon name="micOff" size="s" label="Microphone off" />}
      <span class="tile-name-text">{participant.name}</span>
      <span class="tile-role">{participant.role}</span>
    </span>
  );
}

function ParticipantTile({ room, participant, small = false }: { room: ConsultRoom; participant: ParticipantView; small?: boolean }) {
  const remote = room.media.remote.value;
  const camera = remote.get(remoteKey(participant.id, 'camera'));
  const microphone = remote.get(remoteKey(participant.id, 'microphone'));
  const here = participant.presence === 'here';
  const speaking = here && participant.media.microphone && room.media.speaking.value.has(participant.id);
  return (
    <figure class={`tile${speaking ? ' tile-speaking' : ''}`} data-testid="participant-tile" data-participant={participant.id} data-presence={participant.presence} data-speaking={speaking}>
      {camera && participant.media.camera ? (
        <VideoView stream={camera.stream} label={`Picture of ${participant.name}`} testId="remote-video" participant={participant.id} source="camera" />
      ) : here && (
        <Avatar name={participant.name} {...(small ? {} : { size: 'l' as const })} />
      )}
      {microphone && <AudioView stream={microphone.stream} speakerId={room.local.speakerId.value} participant={participant.id} />}
      {!here && <Outage participant={participant} />}
      <figcaption><NameTag participant={participant} /></figcaption>
    </figure>
  );
}

function SharedScreen({ room, participant }: { room: ConsultRoom; participant: ParticipantView }) {
  const screen = room.media.remote.value.get(remoteKey(participant.id, 'screen'));
  if (!screen) return <div class="tile tile-screen"><Spinner /></div>;
  return (
    <figure class="tile tile-screen">
      <VideoView stream={screen.stream} label={`Screen of ${participant.name}`} testId="remote-video" participant={participant.id} source="screen" whole />
      <figcaption><span class="tile-name"><Icon name="screen" size="s" />{participant.name}’s screen</span></figcaption>
    </figure>
  );
}

function Self({ room }: { room: ConsultRoom }) {
  const track = room.local.camera.track.value;
  const muted = !room.local.shown.value.microphone;
  return (
    <figure class="tile tile-self">
      {track ? <VideoView stream={streamOf(track)} label="Your own picture" testId="self-video" mirrored /> : <Icon name="cameraOff" size="l" label="Your camera is off" />}
      <figcaption><span class="tile-name">{muted && <Icon name="micOff" size="s" label="Your microphone is off" />}You</span></figcaption>
    </figure>
  );
}

/** Everybody as large as the window allows; a shared screen takes the room and the people stand beside it. */
export function Stage({ room }: { room: ConsultRoom }) {
  const others = room.others.value;
  const sharing = others.find((one) => one.media.screen && one.presence === 'here');
  return (
    <div class={`stage${sharing ? ' stage-sharing' : ''}`} data-testid="consult-stage" data-count={others.length} data-path={room.media.path.value}>
      {sharing && <SharedScreen room={room} participant={sharing} />}
      <div class="stage-people" data-count={Math.min(others.length, 9)}>
        {others.map((one) => <ParticipantTile key={one.id} room={room} participant={one} small={sharing !== undefined} />)}
        {others.length === 0 && (
          <div class="stage-alone">
            <Icon name="people" size="l" />
            <p class="strong">Nobody else is here yet</p>
            <p class="small">They appear as soon as they join.</p>
          </div>
        )}
      </div>
      <Self room={room} />
    </div>
  );
}
