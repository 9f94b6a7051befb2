import { clockDuration, exactTime } from '../../../lib/time/duration';
import { Button } from '../../../lib/ui/Button';
import { Icon } from '../../../lib/ui/Icon';
import { lastSeen, replaySpeeds, tracksOf, type Replay } from './replay';
import type { ReplayControl } from './replayControl';

/** Stands over the map for as long as it shows the past, so that nobody takes it for the present. */
export function ReplayBar({ control }: { control: Pick<ReplayControl, 'now' | 'stop'> }) {
  const replay = control.now.value;
  if (replay === null) return null;
  const tracks = tracksOf(replay.incident.track);
  const time = exactTime(new Date(replay.at.value).toISOString());
  return (
    <section class="replay" aria-label="Replay" data-testid="replay">
      <div class="replay-line">
        <strong class="replay-word">
          <Icon name="clock" size="s" />
          REPLAY, not live
        </strong>
        <span class="numerals">
          {replay.incident.emergency.number} at <strong data-testid="replay-time">{time}</strong>
        </span>
        <span class="grow muted numerals">
          {clockDuration(replay.at.value - replay.span.from)} of {clockDuration(replay.span.to - replay.span.from)}
        </span>
        <Button class="action" onClick={() => control.stop()} testId="replay-stop">
          Back to live
        </Button>
      </div>
      <div class="replay-line">
        <Button class="action" onClick={() => (replay.playing.peek() ? replay.pause() : replay.play())} testId="replay-play">
          {replay.playing.value ? 'Pause' : 'Play'}
        </Button>
        <input
          class="replay-slider"
          type="range"
          min={replay.span.from}
          max={replay.span.to}
          step={1000}
          value={replay.at.value}
          aria-label="Time in the replay"
          aria-valuetext={time}
          data-testid="replay-slider"
          onInput={(event) => replay.seek(Number(event.currentTarget.value))}
        />
        <Speeds replay={replay} />
      </div>
      {tracks.length > 1 && (
        <p class="small numerals" data-testid="replay-units">
          {tracks.map(({ callSign, points }) => `${callSign}: ${lastSeen(points, replay.at.value)}`).join(' · ')}. Dots are where they had
          been.
        </p>
      )}
      {replay.incident.track.length === 0 && <p class="small">No route was recorded. Only the timeline is replayed.</p>}
    </section>
  );
}

function Speeds({ replay }: { replay: Replay }) {
  return (
    <span class="segments" role="group" aria-label="Speed">
      {replaySpeeds.map((speed) => (
        <button
          key={speed}
          type="button"
          aria-pressed={replay.speed.value === speed}
          onClick={() => {
            replay.speed.value = speed;
          }}
        >
          {speed}×
        </button>
      ))}
    </span>
  );
}
