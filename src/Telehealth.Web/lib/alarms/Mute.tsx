import { clockDuration } from '../time/duration';
import { Button } from '../ui/Button';
import type { AlarmBell } from './alarmBell';

/** Stops the sound of all that rings now, for a minute. */
export function Mute({ bell }: { bell: AlarmBell }) {
  const muted = bell.muted.value;
  return (
    <span class="alarm-mute numerals" data-testid="alarm-mute" data-muted={muted}>
      {muted && <span>Muted: it sounds again in {clockDuration(bell.mutedForMs.value)}.</span>}
      {bell.pending.value.length > 0 && (muted ? <SoundOn bell={bell} /> : <MuteOneMinute bell={bell} />)}
    </span>
  );
}

function SoundOn({ bell }: { bell: AlarmBell }) {
  return (
    <Button class="action alarm-button" icon="sound" label="Sound on" onClick={() => bell.unmute()} testId="unmute">
      <span class="alarm-mute-word">Sound on</span>{' '}
      <kbd class="key" aria-hidden="true">
        M
      </kbd>
    </Button>
  );
}

function MuteOneMinute({ bell }: { bell: AlarmBell }) {
  return (
    <Button
      class="action alarm-button"
      icon="soundOff"
      label="Mute for 1 minute"
      title="Mute for 1 minute"
      onClick={() => bell.mute()}
      testId="mute"
    >
      <span class="alarm-mute-word">Mute 1 min</span>{' '}
      <kbd class="key" aria-hidden="true">
        M
      </kbd>
    </Button>
  );
}
