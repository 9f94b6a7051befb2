import type { UnitRow } from '../../lib/contracts/units';
import { skillLong, skillShort, unitStatusWords } from '../../lib/incidents/words';
import { fixAgeWords, isStale } from '../../lib/map';
import { serverNow, spellDuration } from '../../lib/time';
import { EmptyState } from '../../lib/ui';
import { ActionButton } from './ActionButton';
import { isPossible } from './actions';
import type { DispatchConsole } from './dispatchConsole';
import { isSilent as hasAlarm } from './silence';
import { unitActions } from './unitActions';
import { boardGroupOf, skillsOf, unitGroups, unitSorts } from './unitBoard';

export function Units({ desk }: { desk: DispatchConsole }) {
  const units = desk.units.value;
  const view = desk.unitView.value;
  const all = desk.rows.roster.value.length;
  const filtered = desk.filter.value !== '' || view.group !== 'all' || view.skill !== null;
  return (
    <section class="pane pane-units" aria-labelledby="units-title" data-list="units">
      <header class="pane-head">
        <h2 id="units-title">
          Units <span class="pane-count numerals">{units.length === all ? all : `${units.length} of ${all}`}</span>
        </h2>
        <SkillFilter desk={desk} />
      </header>
      <GroupFilter desk={desk} />
      <Columns desk={desk} />
      <div class="pane-body">
        {units.length === 0 && <NoUnits filtered={filtered} />}
        {unitGroups.map(({ group, label }) => (
          <Group key={group} desk={desk} label={label} units={units.filter((unit) => boardGroupOf(unit, desk.silent.value) === group)} />
        ))}
      </div>
    </section>
  );
}

function SkillFilter({ desk }: { desk: DispatchConsole }) {
  const view = desk.unitView.value;
  return (
    <select
      class="skill-filter"
      aria-label="Only units with this skill"
      value={view.skill ?? ''}
      onInput={(event) => {
        desk.unitView.value = { ...view, skill: event.currentTarget.value === '' ? null : event.currentTarget.value };
      }}
    >
      <option value="">Any skill</option>
      {skillsOf(desk.rows.roster.value).map((skill) => (
        <option key={skill} value={skill}>
          {skillShort(skill)} {skillLong(skill)}
        </option>
      ))}
    </select>
  );
}

function GroupFilter({ desk }: { desk: DispatchConsole }) {
  const view = desk.unitView.value;
  const choices = [{ group: 'all' as const, label: 'All' }, ...unitGroups];
  return (
    <div class="segments unit-groups" role="group" aria-label="Show units by status">
      {choices.map(({ group, label }) => (
        <button
          key={group}
          type="button"
          aria-pressed={view.group === group}
          data-testid={`units-${group}`}
          onClick={() => {
            desk.unitView.value = { ...view, group };
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** The heads of the columns sort; the status has no order of its own, the groups are it. */
function Columns({ desk }: { desk: DispatchConsole }) {
  const view = desk.unitView.value;
  const head = ({ sort, label, long }: (typeof unitSorts)[number]) => (
    <button
      key={sort}
      type="button"
      class="unit-sort"
      aria-pressed={view.sort === sort}
      title={long}
      aria-label={`${label}: ${long}`}
      onClick={() => {
        desk.unitView.value = { ...view, sort };
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

function Group({ desk, label, units }: { desk: DispatchConsole; label: string; units: readonly UnitRow[] }) {
  if (units.length === 0) return null;
  return (
    <>
      <h3 class="group-head">
        {label} <span class="numerals">{units.length}</span>
      </h3>
      <ul>
        {units.map((unit) => (
          <UnitLine key={unit.id} desk={desk} unit={unit} />
        ))}
      </ul>
    </>
  );
}

function UnitLine({ desk, unit }: { desk: DispatchConsole; unit: UnitRow }) {
  const isSilent = desk.silent.value.has(unit.id);
  const emergency = unit.emergencyId === null ? null : (desk.rows.emergencies.value.get(unit.emergencyId) ?? null);
  const skills = (
    <span class="skills">
      {unit.skills.map((skill) => (
        <abbr key={skill} class="skill" title={skillLong(skill)}>
          {skillShort(skill)}
        </abbr>
      ))}
    </span>
  );
  return (
    <li>
      <button
        type="button"
        class="unit-row"
        data-list-row
        data-testid="unit-row"
        data-unit={unit.callSign}
        data-status={isSilent ? 'silent' : unit.status}
        aria-pressed={desk.selectedUnitId.value === unit.id}
        onClick={() => {
          desk.selectedUnitId.value = desk.selectedUnitId.peek() === unit.id ? null : unit.id;
        }}
        onDblClick={() => {
          if (unit.emergencyId !== null) desk.open(unit.emergencyId);
        }}
      >
        <span class="unit-sign numerals">{unit.callSign}</span>
        <span class="unit-status">
          <span class="unit-tone" aria-hidden="true" />
          {isSilent ? 'No signal' : unitStatusWords(unit)}
        </span>
        <span class="unit-age numerals" title="Time in this status">
          <StatusAge unit={unit} />
        </span>
        <FixAge desk={desk} unitId={unit.id} />
        <span class="unit-more">
          {emergency !== null && <span class="unit-job numerals">{`P${emergency.priority} ${emergency.number}`}</span>}
          {isSilent && <span class="unit-why">{hasAlarm(unit) ? 'Call it by radio' : 'Gets no offers: reach it by radio'}</span>}
          {unit.post !== null && <span class="unit-why">to wait at {unit.post}</span>}
          {unit.unavailableReason !== null && <span class="unit-why">{unit.unavailableReason}</span>}
          <span class="unit-crew">{unit.crewNames.join(', ')}</span>
        </span>
        {skills}
      </button>
      {desk.selectedUnitId.value === unit.id && <UnitTools desk={desk} unit={unit} />}
    </li>
  );
}

/** What can be done to the selected unit. */
function UnitTools({ desk, unit }: { desk: DispatchConsole; unit: UnitRow }) {
  // Read so that the buttons follow the unit's job.
  void desk.inHand.value;
  void desk.openId.value;
  const shown = unitActions(desk).filter((action) => !action.name.startsWith('unit') && isPossible(action));
  return (
    <div class="unit-tools" role="toolbar" aria-label={`What to do with ${unit.callSign}`}>
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
function FixAge({ desk, unitId }: { desk: DispatchConsole; unitId: string }) {
  const fix = desk.rows.fixes.value.get(unitId);
  if (fix === undefined)
    return (
      <span class="unit-fix" data-stale="true" title="No position yet">
        none
      </span>
    );
  const ageMs = serverNow.value - Date.parse(fix.at);
  return (
    <span class="unit-fix numerals" data-stale={isStale(ageMs)} title="Age of the last position">
      {fixAgeWords(ageMs)}
    </span>
  );
}
