import type { ReadonlySignal, Signal } from '@preact/signals';
import { type ConsoleAction, isPossible } from '../../lib/actions/actions';
import { ActionButton } from '../../lib/actions/ActionButton';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import type { UnitFix, UnitRow } from '../../lib/contracts/units';
import { skillLong, skillShort } from '../emergencies/skillNames';
import { unitStatusText } from './unitStatusText';
import { fixAgeText, isStale } from '../../lib/map/fixAge';
import { serverNow } from '../../lib/time/clock';
import { spellDuration } from '../../lib/time/duration';
import { EmptyState } from '../../lib/ui/Surfaces';
import { isSilent as hasAlarm } from './silence';
import type { UnitList } from './unitList';
import { boardGroupOf, skillsOf, unitGroups, unitSorts, type UnitView } from './unitView';

export interface UnitsPaneProps {
  list: UnitList;
  selectedId: Signal<string | null>;
  /** For what a unit has to do. */
  emergencies: ReadonlySignal<ReadonlyMap<string, EmergencyRow>>;
  /** All that can be done to units; those that can be done now stand under the selected one. */
  actions: readonly ConsoleAction[];
  onOpen: (emergencyId: string) => void;
}

/** Every unit on shift: what it does, for how long, and how old its position is. */
export function UnitsPane(props: UnitsPaneProps) {
  const { list } = props;
  const units = list.shown.value;
  const view = list.view.value;
  const all = list.rows.roster.value.length;
  const filtered = list.filter.value !== '' || view.group !== 'all' || view.skill !== null;
  return (
    <section class="pane pane-units" aria-labelledby="units-title" data-list="units">
      <header class="pane-head">
        <h2 id="units-title">
          Units <span class="pane-count numerals">{units.length === all ? all : `${units.length} of ${all}`}</span>
        </h2>
        <SkillFilter view={list.view} roster={list.rows.roster.value} />
      </header>
      <GroupFilter view={list.view} />
      <Columns view={list.view} />
      <div class="pane-body">
        {units.length === 0 && <NoUnits filtered={filtered} />}
        {unitGroups.map(({ group, label }) => (
          <Group key={group} {...props} label={label} units={units.filter((unit) => boardGroupOf(unit, list.silent.value) === group)} />
        ))}
      </div>
    </section>
  );
}

function SkillFilter({ view, roster }: { view: Signal<UnitView>; roster: readonly UnitRow[] }) {
  const now = view.value;
  const choose = (skill: string): void => {
    view.value = { ...now, skill: skill === '' ? null : skill };
  };
  return (
    <select
      class="skill-filter"
      aria-label="Only units with this skill"
      value={now.skill ?? ''}
      onInput={(event) => choose(event.currentTarget.value)}
    >
      <option value="">Any skill</option>
      {skillsOf(roster).map((skill) => (
        <option key={skill} value={skill}>
          {skillShort(skill)} {skillLong(skill)}
        </option>
      ))}
    </select>
  );
}

function GroupFilter({ view }: { view: Signal<UnitView> }) {
  const now = view.value;
  const choices = [{ group: 'all' as const, label: 'All' }, ...unitGroups];
  return (
    <div class="segments unit-groups" role="group" aria-label="Show units by status">
      {choices.map(({ group, label }) => (
        <button
          key={group}
          type="button"
          aria-pressed={now.group === group}
          data-testid={`units-${group}`}
          onClick={() => {
            view.value = { ...now, group };
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** The heads of the columns sort; the status has no order of its own, the groups are it. */
function Columns({ view }: { view: Signal<UnitView> }) {
  const now = view.value;
  const head = ({ sort, label, long }: (typeof unitSorts)[number]) => (
    <button
      key={sort}
      type="button"
      class="unit-sort"
      aria-pressed={now.sort === sort}
      title={long}
      aria-label={`${label}: ${long}`}
      onClick={() => {
        view.value = { ...now, sort };
      }}
    >
      {label}
    </button>
  );
  return (
    <div class="unit-columns" role="group" aria-label="Order of the units">
      {unitSorts.slice(0, 1).map(head)}
      <span>Status</span>
      {unitSorts.slice(1).map(head)}
    </div>
  );
}

function NoUnits({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState icon="search" title="No unit matches the filter" />
  ) : (
    <EmptyState icon="truck" title="No units on shift">
      A crew appears when it starts its shift.
    </EmptyState>
  );
}

function Group({ label, units, ...pane }: UnitsPaneProps & { label: string; units: readonly UnitRow[] }) {
  if (units.length === 0) return null;
  return (
    <>
      <h3 class="group-head">
        {label} <span class="numerals">{units.length}</span>
      </h3>
      <ul>
        {units.map((unit) => (
          <UnitLine key={unit.id} {...pane} unit={unit} />
        ))}
      </ul>
    </>
  );
}

function UnitLine({ unit, list, selectedId, emergencies, actions, onOpen }: UnitsPaneProps & { unit: UnitRow }) {
  const isSilent = list.silent.value.has(unit.id);
  const selected = selectedId.value === unit.id;
  const { emergencyId } = unit;
  return (
    <li>
      <button
        type="button"
        class="unit-row"
        data-list-row
        data-testid="unit-row"
        data-unit={unit.callSign}
        data-status={isSilent ? 'silent' : unit.status}
        aria-pressed={selected}
        onClick={() => {
          selectedId.value = selectedId.peek() === unit.id ? null : unit.id;
        }}
        onDblClick={() => {
          if (emergencyId !== null) onOpen(emergencyId);
        }}
      >
        <span class="unit-sign numerals">{unit.callSign}</span>
        <span class="unit-status">
          <span class="unit-tone" aria-hidden="true" />
          {isSilent ? 'No signal' : unitStatusText(unit)}
        </span>
        <span class="unit-age numerals" title="Time in this status">
          <StatusAge unit={unit} />
        </span>
        <FixAge fix={list.rows.fixes.value.get(unit.id)} />
        <More unit={unit} isSilent={isSilent} emergency={emergencyId === null ? undefined : emergencies.value.get(emergencyId)} />
        <span class="skills">
          {unit.skills.map((skill) => (
            <abbr key={skill} class="skill" title={skillLong(skill)}>
              {skillShort(skill)}
            </abbr>
          ))}
        </span>
      </button>
      {selected && <UnitTools callSign={unit.callSign} actions={actions} />}
    </li>
  );
}

function More({ unit, isSilent, emergency }: { unit: UnitRow; isSilent: boolean; emergency: EmergencyRow | undefined }) {
  return (
    <span class="unit-more">
      {emergency !== undefined && <span class="unit-job numerals">{`P${emergency.priority} ${emergency.number}`}</span>}
      {isSilent && <span class="unit-why">{hasAlarm(unit) ? 'Call it by radio' : 'Gets no offers: reach it by radio'}</span>}
      {unit.post !== null && <span class="unit-why">to wait at {unit.post}</span>}
      {unit.unavailableReason !== null && <span class="unit-why">{unit.unavailableReason}</span>}
      <span class="unit-crew">{unit.crewNames.join(', ')}</span>
    </span>
  );
}

/** What can be done to the selected unit. Its filters and orders are the board's. */
function UnitTools({ callSign, actions }: { callSign: string; actions: readonly ConsoleAction[] }) {
  const shown = actions.filter((action) => !action.name.startsWith('unit') && isPossible(action));
  return (
    <div class="unit-tools" role="toolbar" aria-label={`What to do with ${callSign}`}>
      {shown.map((action) => (
        <ActionButton key={action.name} action={action} testId={`unit-${action.name}`} />
      ))}
    </div>
  );
}

function StatusAge({ unit }: { unit: UnitRow }) {
  return <>{spellDuration(serverNow.value - Date.parse(unit.statusSince)).replace(/^(\d+ h) \d+ min$/, '$1')}</>;
}

/** Another thing than the status: a unit may be long available and just seen, or just assigned and long unseen. */
function FixAge({ fix }: { fix: UnitFix | undefined }) {
  if (fix === undefined)
    return (
      <span class="unit-fix" data-stale="true" title="No position yet">
        none
      </span>
    );
  const ageMs = serverNow.value - Date.parse(fix.at);
  return (
    <span class="unit-fix numerals" data-stale={isStale(ageMs)} title="Age of the last position">
      {fixAgeText(ageMs)}
    </span>
  );
}
