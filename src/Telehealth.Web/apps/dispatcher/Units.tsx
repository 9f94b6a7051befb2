import type { UnitRow } from '../../lib/contracts';
import { skillLong, skillShort, unitStatusWords } from '../../lib/incidents/words';
import { fixAgeWords, isStale } from '../../lib/map';
import { serverNow } from '../../lib/realtime';
import { EmptyState, spellDuration } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';
import { groupOf, type UnitGroup } from './queue';

const groups: readonly { group: UnitGroup; label: string }[] = [
  { group: 'available', label: 'Available' },
  { group: 'busy', label: 'On a job' },
  { group: 'unavailable', label: 'Unavailable' },
];

export function Units({ desk }: { desk: DispatchConsole }) {
  const units = desk.units.value;
  return (
    <section class="pane pane-units" aria-labelledby="units-title" data-list="units">
      <header class="pane-head">
        <h2 id="units-title">Units <span class="pane-count numerals">{units.length}</span></h2>
      </header>
      <div class="unit-columns" aria-hidden="true"><span>Unit</span><span>Status</span><span>In status</span><span>Position</span></div>
      <div class="pane-body">
        {units.length === 0 && <NoUnits filtered={desk.filter.value !== ''} />}
        {groups.map(({ group, label }) => <Group key={group} desk={desk} label={label} units={units.filter((unit) => groupOf(unit) === group)} />)}
      </div>
    </section>
  );
}

function NoUnits({ filtered }: { filtered: boolean }) {
  return filtered
    ? <EmptyState icon="search" title="No unit matches the filter" />
    : <EmptyState icon="truck" title="No units on shift">A crew appears when it starts its shift.</EmptyState>;
}

function Group({ desk, label, units }: { desk: DispatchConsole; label: string; units: readonly UnitRow[] }) {
  if (units.length === 0) return null;
  return (
    <>
      <h3 class="group-head">{label} <span class="numerals">{units.length}</span></h3>
      <ul>{units.map((unit) => <UnitLine key={unit.id} desk={desk} unit={unit} />)}</ul>
    </>
  );
}

function UnitLine({ desk, unit }: { desk: DispatchConsole; unit: UnitRow }) {
  const emergency = unit.emergencyId === null ? null : desk.rows.emergencies.value.get(unit.emergencyId) ?? null;
  const skills = <span class="skills">{unit.skills.map((skill) => <abbr key={skill} class="skill" title={skillLong(skill)}>{skillShort(skill)}</abbr>)}</span>;
  return (
    <li>
      <button
        type="button" class="unit-row" data-list-row data-testid="unit-row" data-unit={unit.callSign} data-status={unit.status} aria-pressed={desk.selectedUnitId.value === unit.id}
        onClick={() => { desk.selectedUnitId.value = desk.selectedUnitId.peek() === unit.id ? null : unit.id; }}
        onDblClick={() => { if (unit.emergencyId !== null) desk.open(unit.emergencyId); }}
      >
        <span class="unit-sign numerals">{unit.callSign}</span>
        <span class="unit-status"><span class="unit-tone" aria-hidden="true" />{unitStatusWords(unit)}</span>
        <span class="unit-age numerals" title="Time in this status"><StatusAge unit={unit} /></span>
        <FixAge desk={desk} unitId={unit.id} />
        <span class="unit-more">
          {emergency !== null && <span class="unit-job numerals">{`P${emergency.priority} ${emergency.number}`}</span>}
          {unit.unavailableReason !== null && <span class="unit-why">{unit.unavailableReason}</span>}
          <span class="unit-crew">{unit.crewNames.join(', ')}</span>
        </span>
        {skills}
      </button>
    </li>
  );
}

function StatusAge({ unit }: { unit: UnitRow }) {
  return <>{spellDuration(serverNow.value - Date.parse(unit.statusSince)).replace(/^(\d+ h) \d+ min$/, '$1')}</>;
}

/** Another thing than the status: a unit may be long available and just seen, or just assigned and long unseen. */
function FixAge({ desk, unitId }: { desk: DispatchConsole; unitId: string }) {
  const fix = desk.rows.fixes.value.get(unitId);
  if (fix === undefined) return <span class="unit-fix" data-stale="true" title="No position yet">none</span>;
  const ageMs = serverNow.value - Date.parse(fix.at);
  return <span class="unit-fix numerals" data-stale={isStale(ageMs)} title="Age of the last position">{fixAgeWords(ageMs)}</span>;
}
