import { useEffect, useRef } from 'preact/hooks';
import type { AlarmRow } from '../../lib/contracts/dispatching';
import { alarmWords } from '../../lib/incidents/words';
import { Button, Duration, Icon, Written } from '../../lib/ui';
import { alarmCountWords, type AlarmGroup } from './alarms';
import type { DispatchConsole } from './dispatchConsole';
import { Mute } from './Mute';
import { SilentLine, SilentList } from './SilentBar';

/**
 * One line however many there are, so that they never push the board away: the one that has waited longest, and a count that opens the list of all.
 * An alarm stays until somebody says that they have seen it, or until what it is about is over.
 */
export function AlarmBar({ desk }: { desk: DispatchConsole }) {
  const groups = desk.alarmGroups.value;
  const first = groups[0]?.alarms[0];
  return (
    <>
      <SoundBlocked desk={desk} />
      <span class="visually-hidden" role="alert" data-testid="silence-spoken">
        {desk.silence.spoken.value}
      </span>
      {(first !== undefined || desk.silence.all.value.length > 0) && (
        <section class="alarms" aria-label="Alarms" data-open={desk.alarmsOpen.value || desk.silence.open.value}>
          {first !== undefined && <AlarmLine desk={desk} alarm={first} groups={groups} />}
          <SilentLine desk={desk} />
          <SilentList desk={desk} />
          {desk.alarmsOpen.value && <AlarmList desk={desk} groups={groups} />}
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
      <Icon name="soundOff" size="s" />
      Sound is off: click to turn it on
    </button>
  );
}

function AlarmLine({ desk, alarm, groups }: { desk: DispatchConsole; alarm: AlarmRow; groups: readonly AlarmGroup[] }) {
  const open = desk.alarmsOpen.value;
  return (
    <div class={`alarm-line alarm-${alarm.kind}`} data-testid="alarm-line" data-alarm={alarm.id} data-kind={alarm.kind}>
      <button
        type="button"
        class="alarm-count numerals"
        aria-expanded={open}
        onClick={() => desk.openAlarms(!open)}
        data-testid="alarm-count"
      >
        <Icon name="alert" size="s" />
        {alarmCountWords(groups)}
        <kbd class="key" aria-hidden="true">
          ⇧A
        </kbd>
      </button>
      <span class="grow alarm-say" role="alert">
        <span class="alarm-kind">{alarmWords[alarm.kind]}</span>{' '}
        <span class="alarm-text">
          <Written text={alarm.about} />: <Written text={alarm.text} />
        </span>
      </span>
      <span class="alarm-age" aria-hidden="true">
        <Duration since={alarm.raisedAt} />
      </span>
      <span class="alarm-buttons">
        <Mute desk={desk} />
        {alarm.emergencyId !== null && (
          <Button class="action alarm-button" onClick={() => desk.open(alarm.emergencyId)}>
            Open{' '}
            <kbd class="key" aria-hidden="true">
              O
            </kbd>
          </Button>
        )}
        <Button class="action alarm-button" onClick={() => void desk.acknowledge(alarm.id)} testId="alarm-ack">
          Acknowledge{' '}
          <kbd class="key" aria-hidden="true">
            Y
          </kbd>
        </Button>
      </span>
    </div>
  );
}

/** Lies over the board and leaves it where it is. */
function AlarmList({ desk, groups }: { desk: DispatchConsole; groups: readonly AlarmGroup[] }) {
  const list = useRef<HTMLDivElement>(null);
  const count = desk.rows.pending.value.length;
  useEffect(() => {
    // The next one takes the focus of one that has gone.
    if (document.activeElement === null || document.activeElement === document.body)
      list.current?.querySelector<HTMLElement>('[data-list-row]')?.focus();
  }, [count]);
  return (
    <div ref={list} class="alarm-list" data-list="alarms" data-testid="alarm-list">
      {groups.map((group) => (
        <Group key={group.emergencyId ?? group.alarms[0]?.id} desk={desk} group={group} />
      ))}
    </div>
  );
}

function Group({ desk, group }: { desk: DispatchConsole; group: AlarmGroup }) {
  const { emergency, emergencyId, alarms } = group;
  return (
    <section class="alarm-group" data-testid="alarm-group">
      <header class="alarm-group-head">
        <span class={`priority priority-${emergency?.priority ?? 4}`} aria-hidden="true">
          {emergency === null ? '–' : `P${emergency.priority}`}
        </span>
        <span class="grow">
          <strong dir="auto">{alarms[0]?.about}</strong>
          {emergency?.desk != null && emergency.desk !== desk.desks.chosen.value && <span class="alarm-desk">Desk {emergency.desk}</span>}
        </span>
        {emergencyId !== null && (
          <Button class="action" onClick={() => desk.openFromAlarm(emergencyId)}>
            Open
          </Button>
        )}
        {alarms.length > 1 && (
          <Button class="action" onClick={() => void desk.acknowledgeAll(alarms)} testId="alarm-ack-all">
            Acknowledge all {alarms.length}
          </Button>
        )}
      </header>
      <ul>
        {alarms.map((alarm) => (
          <li key={alarm.id} class={`alarm alarm-${alarm.kind}`} data-testid="alarm" data-alarm={alarm.id} data-kind={alarm.kind}>
            <Icon name={alarm.kind === 'welfareCheck' || alarm.kind === 'hospitalNotTold' ? 'phone' : 'alert'} size="s" />
            <span class="grow">
              <span class="alarm-kind">{alarmWords[alarm.kind]}</span> <Written class="alarm-text" text={alarm.text} />
            </span>
            <span class="alarm-age">
              <Duration since={alarm.raisedAt} />
            </span>
            <Button class="action" data={{ 'data-list-row': '' }} onClick={() => void desk.acknowledge(alarm.id)}>
              Acknowledge
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
