import { useComputed } from '@preact/signals';
import type { AlarmRow } from '../../lib/contracts';
import { Button, Duration, Icon } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

/** Alarms stay until somebody says that they have seen them; there is no other way to close one. */
export function AlarmBar({ desk }: { desk: DispatchConsole }) {
  const blocked = useComputed(() => desk.sound.state.value === 'blocked');
  const alarms = desk.rows.pending.value;
  if (alarms.length === 0) return null;
  return (
    <section class="alarms" aria-label="Alarms">
      {blocked.value && (
        <button type="button" class="alarm-blocked" onClick={() => void desk.sound.unblock()} data-testid="sound-blocked">
          <Icon name="soundOff" size="s" />Sound is blocked by the browser. Click to enable it.
        </button>
      )}
      <ul>{alarms.map((alarm, index) => <li key={alarm.id}><Alarm desk={desk} alarm={alarm} first={index === 0} /></li>)}</ul>
    </section>
  );
}

function Alarm({ desk, alarm, first }: { desk: DispatchConsole; alarm: AlarmRow; first: boolean }) {
  const emergencyId = alarm.emergencyId;
  return (
    <div class={`alarm alarm-${alarm.kind}`} role="alert" data-testid="alarm" data-alarm={alarm.id} data-kind={alarm.kind}>
      <Icon name="alert" />
      <span class="alarm-kind">{alarm.kind === 'nobodyLeft' ? 'Nobody left to ask' : 'Unit silent'}</span>
      <span class="grow alarm-text">{alarm.text}</span>
      <span class="alarm-age" aria-hidden="true"><Duration since={alarm.raisedAt} /></span>
      {emergencyId !== null && <Button class="action alarm-button" onClick={() => desk.open(emergencyId)}>Open {first && <kbd class="key" aria-hidden="true">O</kbd>}</Button>}
      <Button class="action alarm-button" onClick={() => void desk.acknowledge(alarm.id)} testId="alarm-ack">Acknowledge {first && <kbd class="key" aria-hidden="true">Y</kbd>}</Button>
    </div>
  );
}
