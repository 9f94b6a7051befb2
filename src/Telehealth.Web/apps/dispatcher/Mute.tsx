import { clockDuration } from '../../lib/time';
import { Button } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

/** Stops the sound of all that rings now, for a minute. */
export function Mute({ desk }: { desk: DispatchConsole }) {
  const muted = desk.bell.muted.value;
  return (
    <span class="alarm-mute numerals" data-testid="alarm-mute" data-muted={muted}>
      {muted && <span>Muted: it sounds again in {clockDuration(desk.bell.mutedForMs.value)}.</span>}
      {desk.bell.pending.value.length > 0 &&
        (muted ? (
          <Button class="action alarm-button" icon="sound" label="Sound on" onClick={() => desk.bell.unmute()} testId="unmute">
            <span class="alarm-mute-word">Sound on</span>{' '}
            <kbd class="key" aria-hidden="true">
              M
            </kbd>
          </Button>
        ) : (
          <Button
            class="action alarm-button"
            icon="soundOff"
            label="Mute for 1 minute"
            title="Mute for 1 minute"
            onClick={() => desk.bell.mute()}
            testId="mute"
          >
            <span class="alarm-mute-word">Mute 1 min</span>{' '}
            <kbd class="key" aria-hidden="true">
              M
            </kbd>
          </Button>
        ))}
    </span>
  );
}
