import { serverNow } from '../../lib/time';
import { Button, Icon, Written } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';
import { Mute } from './Mute';
import { callSigns, isAcknowledged, silenceCountWords, silenceWords, type SilentUnit } from './silence';

/** Beside the alarms of emergencies, and never in their place: one line however many crews are silent. It stays until they are heard again. */
export function SilentLine({ desk }: { desk: DispatchConsole }) {
  const { all, open, pending } = desk.silence;
  const first = all.value[0];
  if (first === undefined) return null;
  const ringing = pending.value.length;
  // The keys act upon the alarms of emergencies first.
  const keyed = desk.rows.pending.value.length === 0;
  return (
    <div class="alarm-line alarm-silence" data-testid="silence-line" data-count={all.value.length} data-ringing={ringing}>
      <button
        type="button"
        class="alarm-count numerals"
        aria-expanded={open.value}
        onClick={() => desk.openSilent(!open.value)}
        data-testid="silence-count"
      >
        <Icon name="truck" size="s" />
        {silenceCountWords(all.value)}
        {keyed && <Key name="⇧A" />}
      </button>
      <span class="grow alarm-say" data-testid="silence-say">
        {all.value.length === 1 ? <One desk={desk} unit={first} /> : <Many desk={desk} units={all.value} />}
      </span>
      <span class="alarm-buttons">
        {keyed && ringing > 0 && <Mute desk={desk} />}
        {all.value.length === 1 && (
          <Button class="action alarm-button" onClick={() => desk.showUnit(first.id)} testId="silence-show">
            Show{keyed && <Key name="O" />}
          </Button>
        )}
        {ringing > 0 && (
          <Button class="action alarm-button" onClick={() => void desk.silence.acknowledgeAll()} testId="silence-ack">
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

function One({ desk, unit }: { desk: DispatchConsole; unit: SilentUnit }) {
  return (
    <>
      <span class="alarm-kind">{unit.callSign}</span> <Words desk={desk} unit={unit} />
      {isAcknowledged(unit) ? <LookedAfter unit={unit} /> : '. Call the crew by radio.'}
    </>
  );
}

/** So many together are seldom so many telephones. */
const manyFrom = 5;

function Many({ desk, units }: { desk: DispatchConsole; units: readonly SilentUnit[] }) {
  const open = desk.silence.pending.value;
  const text =
    open.length === 0
      ? 'Looked after. They are shown until they are heard again.'
      : `Call them by radio.${open.length < manyFrom ? '' : ' So many at once: is a network down?'}`;
  return (
    <>
      <span class="alarm-kind">{callSigns(open.length > 0 ? open : units)}</span> <span class="alarm-text">{text}</span>
    </>
  );
}

function Words({ desk, unit }: { desk: DispatchConsole; unit: SilentUnit }) {
  return <Written class="alarm-text" text={silenceWords(unit, desk.rows.fixes.value.get(unit.id), serverNow.value)} />;
}

function LookedAfter({ unit }: { unit: SilentUnit }) {
  return (
    <span class="alarm-text">
      . <Written text={unit.silence.acknowledgedBy ?? 'Somebody'} /> looks after it.
    </span>
  );
}

/** Lies over the board and leaves it where it is. */
export function SilentList({ desk }: { desk: DispatchConsole }) {
  if (!desk.silence.open.value) return null;
  return (
    <div class="alarm-list" data-list="silence" data-testid="silence-list">
      <ul>
        {desk.silence.all.value.map((unit) => (
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
              <span class="alarm-kind">{unit.callSign}</span> <Words desk={desk} unit={unit} />
              {isAcknowledged(unit) && <LookedAfter unit={unit} />}
            </span>
            <Button class="action" data={{ 'data-list-row': '' }} onClick={() => desk.showUnit(unit.id)}>
              Show
            </Button>
            {!isAcknowledged(unit) && (
              <Button class="action" onClick={() => void desk.silence.acknowledge(unit)}>
                Acknowledge
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
