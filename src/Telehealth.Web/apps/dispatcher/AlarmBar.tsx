import type { AlarmRow } from '../../lib/contracts';
import { alarmWords } from '../../lib/incidents/words';
import { Button, clockDuration, Duration, Icon } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

/** Alarms stay until somebody says that they have seen them; there is no other way to close one. */
export function AlarmBar({ desk }: { desk: DispatchConsole }) {
  const alarms = desk.rows.pending.value;
  return (
    <>
      <SoundBlocked desk={desk} />
      {alarms.length > 0 && (
        <section class="alarms" aria-label="Alarms">
          <ul>{alarms.map((alarm, index) => <li key={alarm.id}><Alarm desk={desk} alarm={alarm} first={index === 0} /></li>)}</ul>
          <Mute desk={desk} count={alarms.length} />
        </section>
      )}
    </>
  );
}

/** Before the first alarm already: one that cannot be heard is found out too late. */
function SoundBlocked({ desk }: { desk: DispatchConsole }) {
  if (desk.bell.sound.state.value !== 'blocked') return null;
  return (
    <button type="button" class="alarm-blocked" onClick={() => void desk.bell.sound.unblock()} data-testid="sound-blocked">
      <Icon name="soundOff" size="s" />Sound is off: click to turn it on
    </button>
  );
}

function Mute({ desk, count }: { desk: DispatchConsole; count: number }) {
  const muted = desk.bell.muted.value;
  return (
    <div class="alarm-mute" data-testid="alarm-mute" data-muted={muted}>
      <span class="grow numerals">{count === 1 ? '1 alarm waits' : `${count} alarms wait`} for somebody.{muted && ` Muted: it sounds again in ${clockDuration(desk.bell.mutedForMs.value)}.`}</span>
      {desk.bell.pending.value.length > 0 && (muted
        ? <Button class="action" icon="sound" onClick={() => desk.bell.unmute()} testId="unmute">Sound on <kbd class="key" aria-hidden="true">M</kbd></Button>
        : <Button class="action" icon="soundOff" onClick={() => desk.bell.mute()} testId="mute">Mute for 1 min <kbd class="key" aria-hidden="true">M</kbd></Button>)}
    </div>
  );
}

function Alarm({ desk, alarm, first }: { desk: DispatchConsole; alarm: AlarmRow; first: boolean }) {
  const emergencyId = alarm.emergencyId;
  const where = desk.deskOf(alarm);
  return (
    <div class={`alarm alarm-${alarm.kind}`} role="alert" data-testid="alarm" data-alarm={alarm.id} data-kind={alarm.kind}>
      <Icon name={alarm.kind === 'welfareCheck' || alarm.kind === 'hospitalNotTold' ? 'phone' : 'alert'} />
      <span class="alarm-kind">{alarmWords[alarm.kind]}</span>
      <span class="grow alarm-text">{alarm.text}{where !== null && where !== desk.desks.chosen.value && <span class="alarm-desk">Desk {where}</span>}</span>
      <span class="alarm-age" aria-hidden="true"><Duration since={alarm.raisedAt} /></span>
      {emergencyId !== null && <Button class="action alarm-button" onClick={() => desk.open(emergencyId)}>Open {first && <kbd class="key" aria-hidden="true">O</kbd>}</Button>}
      <Button class="action alarm-button" onClick={() => void desk.acknowledge(alarm.id)} testId="alarm-ack">Acknowledge {first && <kbd class="key" aria-hidden="true">Y</kbd>}</Button>
    </div>
  );
}
