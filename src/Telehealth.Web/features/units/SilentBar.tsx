import type { ReadonlySignal } from '@preact/signals';
import type { UnitFix } from '../../lib/contracts/units';
import type { AlarmBell } from '../../lib/alarms/alarmBell';
import { Mute } from '../../lib/alarms/Mute';
import { serverNow } from '../../lib/time/clock';
import { Button } from '../../lib/ui/Button';
import { Icon } from '../../lib/ui/Icon';
import { Written } from '../../lib/ui/Written';
import { callSigns, isAcknowledged, silenceCountText, silenceText, type SilentUnit } from './silence';
import type { SilentUnits } from './silentUnits';

interface SilentProps {
  silent: SilentUnits;
  fixes: ReadonlySignal<ReadonlyMap<string, UnitFix>>;
  onShowUnit: (unitId: string) => void;
}

interface SilentLineProps extends SilentProps {
  bell: AlarmBell;
  /** Whether the keys act upon these alarms: those of emergencies come first. */
  keyed: boolean;
  /** Opens the list of all, or closes it. */
  onList: (open: boolean) => void;
}

/** Beside the alarms of emergencies, never in their place: one line however many crews are silent. It stays until they are heard again. */
export function SilentLine({ silent, fixes, bell, keyed, onList, onShowUnit }: SilentLineProps) {
  const all = silent.all.value;
  const open = silent.open.value;
  const ringing = silent.pending.value.length;
  const first = all[0];
  if (first === undefined) return null;
  return (
    <div class="alarm-line alarm-silence" data-testid="silence-line" data-count={all.length} data-ringing={ringing}>
      <button type="button" class="alarm-count numerals" aria-expanded={open} onClick={() => onList(!open)} data-testid="silence-count">
        <Icon name="truck" size="s" />
        {silenceCountText(all)}
        {keyed && <Key name="⇧A" />}
      </button>
      <span class="grow alarm-say" data-testid="silence-say">
        {all.length === 1 ? <One unit={first} fixes={fixes} /> : <Many units={all} pending={silent.pending.value} />}
      </span>
      <span class="alarm-buttons">
        {keyed && ringing > 0 && <Mute bell={bell} />}
        {all.length === 1 && (
          <Button class="action alarm-button" onClick={() => onShowUnit(first.id)} testId="silence-show">
            Show{keyed && <Key name="O" />}
          </Button>
        )}
        {ringing > 0 && (
          <Button class="action alarm-button" onClick={() => void silent.acknowledgeAll()} testId="silence-ack">
            {ringing === 1 ? <>Acknowledge{keyed && <Key name="Y" />}</> : `Acknowledge all ${ringing}`}
          </Button>
        )}
      </span>
    </div>
  );
}

function Key({ name }: { name: string }) {
  return (
    <>
      {' '}
      <kbd class="key" aria-hidden="true">
        {name}
      </kbd>
    </>
  );
}

function One({ unit, fixes }: { unit: SilentUnit; fixes: SilentProps['fixes'] }) {
  return (
    <>
      <span class="alarm-kind">{unit.callSign}</span> <SilentSince unit={unit} fixes={fixes} />
      {isAcknowledged(unit) ? <LookedAfter unit={unit} /> : '. Call the crew by radio.'}
    </>
  );
}

/** So many together are seldom so many telephones. */
const manyFrom = 5;

function Many({ units, pending }: { units: readonly SilentUnit[]; pending: readonly SilentUnit[] }) {
  const text =
    pending.length === 0
      ? 'Looked after. They are shown until they are heard again.'
      : `Call them by radio.${pending.length < manyFrom ? '' : ' So many at once: is a network down?'}`;
  return (
    <>
      <span class="alarm-kind">{callSigns(pending.length > 0 ? pending : units)}</span> <span class="alarm-text">{text}</span>
    </>
  );
}

function SilentSince({ unit, fixes }: { unit: SilentUnit; fixes: SilentProps['fixes'] }) {
  return <Written class="alarm-text" text={silenceText(unit, fixes.value.get(unit.id), serverNow.value)} />;
}

function LookedAfter({ unit }: { unit: SilentUnit }) {
  return (
    <span class="alarm-text">
      . <Written text={unit.silence.acknowledgedBy ?? 'Somebody'} /> looks after it.
    </span>
  );
}

/** Lies over the board and leaves it where it is. */
export function SilentList({ silent, fixes, onShowUnit }: SilentProps) {
  if (!silent.open.value) return null;
  return (
    <div class="alarm-list" data-list="silence" data-testid="silence-list">
      <ul>
        {silent.all.value.map((unit) => (
          <li
            key={unit.id}
            class="alarm alarm-unitSilent"
            data-testid="silence"
            data-silent={unit.id}
            data-unit={unit.callSign}
            data-acknowledged={isAcknowledged(unit)}
          >
            <Icon name="truck" size="s" />
            <span class="grow">
              <span class="alarm-kind">{unit.callSign}</span> <SilentSince unit={unit} fixes={fixes} />
              {isAcknowledged(unit) && <LookedAfter unit={unit} />}
            </span>
            <Button class="action" data={{ 'data-list-row': '' }} onClick={() => onShowUnit(unit.id)}>
              Show
            </Button>
            {!isAcknowledged(unit) && (
              <Button class="action" onClick={() => void silent.acknowledge(unit)}>
                Acknowledge
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
