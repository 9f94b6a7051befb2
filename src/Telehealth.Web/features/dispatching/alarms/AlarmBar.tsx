import { useEffect, useRef } from 'preact/hooks';
import type { ReadonlySignal } from '@preact/signals';
import type { AlarmRow } from '../../../lib/contracts/dispatching';
import type { UnitFix } from '../../../lib/contracts/units';
import type { AlarmBell } from '../../../lib/alarms/alarmBell';
import { Mute } from '../../../lib/alarms/Mute';
import { alarmLabels } from '../../emergencies/labels';
import { Button } from '../../../lib/ui/Button';
import { Icon } from '../../../lib/ui/Icon';
import { Duration } from '../../../lib/ui/Surfaces';
import { Written } from '../../../lib/ui/Written';
import { SilentLine, SilentList } from '../../units/SilentBar';
import type { SilentUnits } from '../../units/silentUnits';
import { alarmCountText, type AlarmGroup } from './alarmGroups';
import type { Alarms } from './alarms';

export interface AlarmBarProps {
  alarms: Alarms;
  silent: SilentUnits;
  /** The last positions, for where a silent unit was. */
  fixes: ReadonlySignal<ReadonlyMap<string, UnitFix>>;
  /** The desk that this console is; null for all. */
  desk: ReadonlySignal<string | null>;
  onOpen: (emergencyId: string) => void;
  onShowUnit: (unitId: string) => void;
}

/**
 * One line however many there are, so that they never push the board away: the one that has waited longest, and a count that opens the
 * list of all. An alarm stays until somebody says that they have seen it, or until what it is about is over.
 */
export function AlarmBar({ alarms, silent, fixes, desk, onOpen, onShowUnit }: AlarmBarProps) {
  const first = alarms.groups.value[0]?.alarms[0];
  return (
    <>
      <SoundBlocked bell={alarms.bell} />
      <span class="visually-hidden" role="alert" data-testid="silence-spoken">
        {silent.spoken.value}
      </span>
      {(first !== undefined || silent.all.value.length > 0) && (
        <section class="alarms" aria-label="Alarms" data-open={alarms.listOpen.value || silent.open.value}>
          {first !== undefined && <AlarmLine alarms={alarms} alarm={first} onOpen={onOpen} />}
          <SilentLine
            silent={silent}
            fixes={fixes}
            bell={alarms.bell}
            keyed={first === undefined}
            onList={(open) => alarms.openSilentList(open)}
            onShowUnit={onShowUnit}
          />
          <SilentList silent={silent} fixes={fixes} onShowUnit={onShowUnit} />
          {alarms.listOpen.value && <AlarmList alarms={alarms} desk={desk} onOpen={onOpen} />}
        </section>
      )}
    </>
  );
}

/** Before the first alarm already: one that cannot be heard is found out too late. */
function SoundBlocked({ bell }: { bell: AlarmBell }) {
  if (bell.sound.state.value !== 'blocked') return null;
  return (
    <button type="button" class="alarm-blocked" onClick={() => void bell.sound.unblock()} data-testid="sound-blocked">
      <Icon name="soundOff" size="s" />
      Sound is off: click to turn it on
    </button>
  );
}

interface AlarmLineProps extends Pick<AlarmBarProps, 'alarms' | 'onOpen'> {
  alarm: AlarmRow;
}

function AlarmLine({ alarms, alarm, onOpen }: AlarmLineProps) {
  const open = alarms.listOpen.value;
  const { emergencyId } = alarm;
  return (
    <div class={`alarm-line alarm-${alarm.kind}`} data-testid="alarm-line" data-alarm={alarm.id} data-kind={alarm.kind}>
      <button
        type="button"
        class="alarm-count numerals"
        aria-expanded={open}
        onClick={() => alarms.openList(!open)}
        data-testid="alarm-count"
      >
        <Icon name="alert" size="s" />
        {alarmCountText(alarms.groups.value)}
        <kbd class="key" aria-hidden="true">
          ⇧A
        </kbd>
      </button>
      <span class="grow alarm-say" role="alert">
        <span class="alarm-kind">{alarmLabels[alarm.kind]}</span>{' '}
        <span class="alarm-text">
          <Written text={alarm.about} />: <Written text={alarm.text} />
        </span>
      </span>
      <span class="alarm-age" aria-hidden="true">
        <Duration since={alarm.raisedAt} />
      </span>
      <span class="alarm-buttons">
        <Mute bell={alarms.bell} />
        {emergencyId !== null && (
          <Button class="action alarm-button" onClick={() => onOpen(emergencyId)}>
            Open{' '}
            <kbd class="key" aria-hidden="true">
              O
            </kbd>
          </Button>
        )}
        <Button class="action alarm-button" onClick={() => void alarms.acknowledge(alarm.id)} testId="alarm-ack">
          Acknowledge{' '}
          <kbd class="key" aria-hidden="true">
            Y
          </kbd>
        </Button>
      </span>
    </div>
  );
}

type AlarmListProps = Pick<AlarmBarProps, 'alarms' | 'desk' | 'onOpen'>;

/** Lies over the board and leaves it where it is. */
function AlarmList({ alarms, desk, onOpen }: AlarmListProps) {
  const list = useRef<HTMLDivElement>(null);
  const count = alarms.pending.value.length;
  useEffect(() => {
    // The next one takes the focus of one that has gone.
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost) list.current?.querySelector<HTMLElement>('[data-list-row]')?.focus();
  }, [count]);
  return (
    <div ref={list} class="alarm-list" data-list="alarms" data-testid="alarm-list">
      {alarms.groups.value.map((group) => (
        <Group key={group.emergencyId ?? group.alarms[0]?.id} alarms={alarms} group={group} desk={desk} onOpen={onOpen} />
      ))}
    </div>
  );
}

function Group({ alarms, group, desk, onOpen }: AlarmListProps & { group: AlarmGroup }) {
  return (
    <section class="alarm-group" data-testid="alarm-group">
      <GroupHead alarms={alarms} group={group} desk={desk} onOpen={onOpen} />
      <ul>
        {group.alarms.map((alarm) => (
          <AlarmItem key={alarm.id} alarm={alarm} onAcknowledge={() => void alarms.acknowledge(alarm.id)} />
        ))}
      </ul>
    </section>
  );
}

function GroupHead({ alarms, group, desk, onOpen }: AlarmListProps & { group: AlarmGroup }) {
  const { emergency, emergencyId } = group;
  const count = group.alarms.length;
  const open = (id: string): void => {
    alarms.openList(false);
    onOpen(id);
  };
  return (
    <header class="alarm-group-head">
      <span class={`priority priority-${emergency?.priority ?? 4}`} aria-hidden="true">
        {emergency === null ? '–' : `P${emergency.priority}`}
      </span>
      <span class="grow">
        <strong dir="auto">{group.alarms[0]?.about}</strong>
        {emergency?.desk != null && emergency.desk !== desk.value && <span class="alarm-desk">Desk {emergency.desk}</span>}
      </span>
      {emergencyId !== null && (
        <Button class="action" onClick={() => open(emergencyId)}>
          Open
        </Button>
      )}
      {count > 1 && (
        <Button class="action" onClick={() => void alarms.acknowledgeAll(group.alarms)} testId="alarm-ack-all">
          Acknowledge all {count}
        </Button>
      )}
    </header>
  );
}

function AlarmItem({ alarm, onAcknowledge }: { alarm: AlarmRow; onAcknowledge: () => void }) {
  const telephone = alarm.kind === 'welfareCheck' || alarm.kind === 'hospitalNotTold';
  return (
    <li class={`alarm alarm-${alarm.kind}`} data-testid="alarm" data-alarm={alarm.id} data-kind={alarm.kind}>
      <Icon name={telephone ? 'phone' : 'alert'} size="s" />
      <span class="grow">
        <span class="alarm-kind">{alarmLabels[alarm.kind]}</span> <Written class="alarm-text" text={alarm.text} />
      </span>
      <span class="alarm-age">
        <Duration since={alarm.raisedAt} />
      </span>
      <Button class="action" data={{ 'data-list-row': '' }} onClick={onAcknowledge}>
        Acknowledge
      </Button>
    </li>
  );
}
