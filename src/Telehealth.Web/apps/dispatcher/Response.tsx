import { CrewHospital, HospitalsToRing } from '../../features/hospitals/CrewHospital';
import type { AssignmentRow, EmergencyRow, ReservationRow } from '../../lib/contracts/dispatching';
import { responseOf, type NeedLine } from '../../lib/incidents/response';
import {
  assignmentWords,
  dueAt,
  isJob,
  isLive,
  isOpen,
  minutesWords,
  missingWords,
  skillLong,
  skillShort,
  travelSourceSentence,
  travelSourceWords,
} from '../../lib/incidents/words';
import { serverNow, clockDuration, exactTime } from '../../lib/time';
import { Button } from '../../lib/ui';
import { ActionButton } from './ActionButton';
import { incidentActions } from './consoleActions';
import type { DispatchConsole } from './dispatchConsole';
import type { UnitDialog } from './openDialog';

/** What the response asks for, who comes, for whom it is kept, and what is missing. */
export function Response({ desk, row }: { desk: DispatchConsole; row: EmergencyRow }) {
  const missing = missingWords(row);
  const strike = incidentActions(desk).find((action) => action.name === 'strike');
  return (
    <div class="incident-column" data-list="response" data-testid="response">
      <div class="column-top">
        <h3 class="column-head">Response</h3>
        <span class="level numerals">Level {row.alarmLevel}</span>
        {missing !== null && isOpen(row.phase) && (
          <span class="missing-flag numerals" data-testid="response-missing">
            {missing}
          </span>
        )}
      </div>
      {row.plan !== null && <p class="muted small">{row.plan}</p>}
      <ol class="needs">
        {responseOf(row).map((line) => (
          <Need key={line.need.number} desk={desk} row={row} line={line} />
        ))}
      </ol>
      <HospitalsToRing calls={desk} />
      {strike !== undefined && isOpen(row.phase) && (
        <div class="need-foot">
          <ActionButton action={strike} label={`Strike alarm level ${row.alarmLevel + 1}`} />
        </div>
      )}
    </div>
  );
}

function Need({ desk, row, line }: { desk: DispatchConsole; row: EmergencyRow; line: NeedLine }) {
  const { need } = line;
  const open = isOpen(row.phase);
  const withdraw = (): void => {
    desk.dialog.value = { kind: 'withdraw', emergency: row, need: need.number };
  };
  return (
    <li class="need" data-testid="need" data-need={need.number} data-missing={line.missing && open}>
      <div class="need-head">
        <span class="need-number numerals">{need.number}</span>
        <span class="strong grow">{need.role}</span>
        <span class="need-skills">
          {need.skills.map((skill) => (
            <abbr key={skill} class="skill" title={skillLong(skill)}>
              {skillShort(skill)}
            </abbr>
          ))}
        </span>
      </div>
      {line.units.map((unit) => (
        <Crew key={unit.id} desk={desk} row={row} unit={unit} />
      ))}
      {line.missing && open && (
        <div class="need-missing">
          <span class="grow">
            <strong>Missing.</strong> {line.kept.length === 0 ? 'Nobody has been asked now.' : 'Kept for a unit that is soon clear.'}
          </span>
          {row.needs.length > 1 && (
            <Button class="action need-button" onClick={withdraw} data={{ 'data-list-row': '' }} label={`Withdraw need ${need.number}`}>
              Withdraw
            </Button>
          )}
        </div>
      )}
      {line.kept.map((kept) => (
        <Kept key={kept.assignmentId} desk={desk} row={row} kept={kept} />
      ))}
    </li>
  );
}

function Kept({ desk, row, kept }: { desk: DispatchConsole; row: EmergencyRow; kept: ReservationRow }) {
  const release = (): void => {
    desk.dialog.value = { kind: 'standDown', emergency: row, assignmentId: kept.assignmentId };
  };
  return (
    <div class="crew crew-kept" data-testid="reservation" data-unit={kept.callSign}>
      <div class="crew-line">
        <span>
          Kept for <strong class="numerals">{kept.callSign}</strong>, asked when it is clear
          {kept.byHand && <span class="muted"> · by hand</span>}
        </span>
        <span class="muted numerals crew-time">{exactTime(kept.reservedAt)}</span>
      </div>
      {isOpen(row.phase) && (
        <div class="crew-actions">
          <Button class="action need-button" onClick={release} data={{ 'data-list-row': '' }}>
            No longer keep
          </Button>
        </div>
      )}
    </div>
  );
}

function Crew({ desk, row, unit }: { desk: DispatchConsole; row: EmergencyRow; unit: AssignmentRow }) {
  const relieved = unit.relievesAssignmentId === null ? null : row.assignments.find((other) => other.id === unit.relievesAssignmentId);
  return (
    <div class="crew" data-testid="crew" data-unit={unit.callSign} data-status={unit.status}>
      <div class="crew-line">
        <span>
          <strong class="numerals">{unit.callSign}</strong>{' '}
          <span class="crew-status" data-status={unit.status}>
            {assignmentWords[unit.status]}
          </span>
        </span>
        <span class="muted numerals crew-time" title="In this status since">
          {exactTime(unit.statusAt)}
        </span>
      </div>
      <p class="crew-more numerals">
        <Arrival unit={unit} />
        {unit.pages > 1 && <span class="crew-paged"> · paged {unit.pages === 2 ? 'twice' : `${unit.pages} times`}</span>}
        {unit.byHand && ' · by hand'}
        {relieved != null && ` · relieves ${relieved.callSign}`}
      </p>
      <CrewHospital calls={desk} unit={unit} />
      {isLive(unit.status) && <CrewActions desk={desk} row={row} unit={unit} />}
    </div>
  );
}

function CrewActions({ desk, row, unit }: { desk: DispatchConsole; row: EmergencyRow; unit: AssignmentRow }) {
  const button = (kind: UnitDialog['kind'], word: string) => (
    <Button
      key={kind}
      class="action need-button"
      label={`${word}: ${unit.callSign}`}
      testId={`crew-${kind}`}
      data={{ 'data-list-row': '', 'data-unit': unit.callSign }}
      onClick={() => {
        desk.dialog.value = { kind, emergency: row, assignmentId: unit.id };
      }}
    >
      {word}
    </Button>
  );
  const underWay = unit.status === 'accepted' || unit.status === 'enRoute';
  return (
    <div class="crew-actions">
      {isJob(unit.status) && button('status', 'Status')}
      {underWay && button('divert', 'Divert')}
      {isJob(unit.status) && !underWay && button('relieve', 'Relieve')}
      {isJob(unit.status) && button('hospital', 'Hospital')}
      {button('reassign', 'Replace')}
      {button('standDown', isJob(unit.status) ? 'Stand down' : 'Withdraw')}
    </div>
  );
}

/** What was estimated when the unit was asked is called so: nobody has measured it since. */
function Arrival({ unit }: { unit: AssignmentRow }) {
  if (unit.status === 'offered' && unit.deadline !== null) {
    const left = Date.parse(unit.deadline) - serverNow.value;
    return (
      <>
        {left > 0 ? `answers within ${clockDuration(left)}` : 'time to answer is up'}
        {unit.travel !== null && `, ${minutesWords(unit.travel.seconds)} away`}
      </>
    );
  }
  const due = dueAt(unit);
  if (due !== null && unit.travel !== null) {
    const late = serverNow.value > due;
    return (
      <span
        data-late={late}
        title={`Reckoned when it was asked: ${minutesWords(unit.travel.seconds)}. ${travelSourceSentence(unit.travel.source)}`}
      >
        {late ? 'was due' : 'due'} about {exactTime(new Date(due).toISOString()).slice(0, 5)} {travelSourceWords(unit.travel.source)}
      </span>
    );
  }
  return (
    <>
      {isLive(unit.status) ? 'asked' : 'was asked'} {exactTime(unit.offeredAt)}
    </>
  );
}
