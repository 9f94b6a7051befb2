import type { ConsoleAction } from '../../../lib/actions/actions';
import { ActionButton } from '../../../lib/actions/ActionButton';
import type { AssignmentRow, EmergencyRow, ReservationRow } from '../../../lib/contracts/dispatching';
import { responseOf, type NeedLine } from '../../emergencies/response';
import { assignmentLabels, isJob, isLive, isOpen, isUnderWay, missingText } from '../../emergencies/labels';
import { minutesText, travelSourceSentence, travelSourceText } from '../../emergencies/travelText';
import { skillLong, skillShort } from '../../emergencies/skillNames';
import { serverNow } from '../../../lib/time/clock';
import { clockDuration, exactTime } from '../../../lib/time/duration';
import { Button } from '../../../lib/ui/Button';
import { CrewHospital, type HospitalCalls, HospitalsToRing } from '../../hospitals/CrewHospital';
import type { UnitDialog } from '../../units/unitDialog';
import type { ShowIncidentDialog } from './incidentDialog';

interface ResponseProps {
  row: EmergencyRow;
  hospitals: HospitalCalls;
  /** Strikes the next alarm level. */
  strike: ConsoleAction | undefined;
  showDialog: ShowIncidentDialog;
}

/** What the response asks for, who comes, for whom it is kept, and what is missing. */
export function Response({ row, hospitals, strike, showDialog }: ResponseProps) {
  const missing = missingText(row);
  const open = isOpen(row.phase);
  return (
    <div class="incident-column" data-list="response" data-testid="response">
      <div class="column-top">
        <h3 class="column-head">Response</h3>
        <span class="level numerals">Level {row.alarmLevel}</span>
        {missing !== null && open && (
          <span class="missing-flag numerals" data-testid="response-missing">
            {missing}
          </span>
        )}
      </div>
      {row.plan !== null && <p class="muted small">{row.plan}</p>}
      <ol class="needs">
        {responseOf(row).map((line) => (
          <Need key={line.need.number} row={row} line={line} hospitals={hospitals} showDialog={showDialog} />
        ))}
      </ol>
      <HospitalsToRing calls={hospitals} />
      {strike !== undefined && open && (
        <div class="need-foot">
          <ActionButton action={strike} label={`Strike alarm level ${row.alarmLevel + 1}`} />
        </div>
      )}
    </div>
  );
}

type PartProps = Omit<ResponseProps, 'strike'>;

function Need({ row, line, hospitals, showDialog }: PartProps & { line: NeedLine }) {
  const { need } = line;
  const missing = need.missing && isOpen(row.phase);
  return (
    <li class="need" data-testid="need" data-need={need.number} data-missing={missing}>
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
        <Crew key={unit.id} row={row} unit={unit} hospitals={hospitals} showDialog={showDialog} />
      ))}
      {missing && <Missing row={row} line={line} showDialog={showDialog} />}
      {line.kept.map((kept) => (
        <Kept key={kept.assignmentId} row={row} kept={kept} showDialog={showDialog} />
      ))}
    </li>
  );
}

function Missing({ row, line, showDialog }: Pick<PartProps, 'row' | 'showDialog'> & { line: NeedLine }) {
  const need = line.need.number;
  return (
    <div class="need-missing">
      <span class="grow">
        <strong>Missing.</strong> {line.kept.length === 0 ? 'Nobody is being asked now.' : 'Kept for a unit that is soon clear.'}
      </span>
      {row.needs.length > 1 && (
        <Button
          class="action need-button"
          onClick={() => showDialog({ kind: 'withdraw', emergency: row, need })}
          data={{ 'data-list-row': '' }}
          label={`Withdraw unit ${need}`}
        >
          Withdraw
        </Button>
      )}
    </div>
  );
}

function Kept({ row, kept, showDialog }: Pick<PartProps, 'row' | 'showDialog'> & { kept: ReservationRow }) {
  const release = (): void => showDialog({ kind: 'standDown', emergency: row, assignmentId: kept.assignmentId });
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

interface CrewProps extends PartProps {
  unit: AssignmentRow;
}

function Crew({ row, unit, hospitals, showDialog }: CrewProps) {
  const relieved = unit.relievesAssignmentId === null ? null : row.assignments.find((other) => other.id === unit.relievesAssignmentId);
  return (
    <div class="crew" data-testid="crew" data-unit={unit.callSign} data-status={unit.status}>
      <div class="crew-line">
        <span>
          <strong class="numerals">{unit.callSign}</strong>{' '}
          <span class="crew-status" data-status={unit.status}>
            {assignmentLabels[unit.status]}
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
      <CrewHospital calls={hospitals} unit={unit} />
      {isLive(unit.status) && <CrewActions row={row} unit={unit} showDialog={showDialog} />}
    </div>
  );
}

function CrewActions({ row, unit, showDialog }: Omit<CrewProps, 'hospitals'>) {
  const button = (kind: UnitDialog['kind'], word: string) => (
    <Button
      key={kind}
      class="action need-button"
      label={`${word}: ${unit.callSign}`}
      testId={`crew-${kind}`}
      data={{ 'data-list-row': '', 'data-unit': unit.callSign }}
      onClick={() => showDialog({ kind, emergency: row, assignmentId: unit.id })}
    >
      {word}
    </Button>
  );
  const underWay = isUnderWay(unit.status);
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
        {unit.travel !== null && `, ${minutesText(unit.travel.seconds)} away`}
      </>
    );
  }
  if (unit.dueAt !== null && unit.travel !== null) {
    const late = serverNow.value > Date.parse(unit.dueAt);
    const { seconds, source } = unit.travel;
    return (
      <span data-late={late} title={`Estimated when it was asked: ${minutesText(seconds)}. ${travelSourceSentence(source)}`}>
        {late ? 'was due' : 'due'} about {exactTime(unit.dueAt).slice(0, 5)} {travelSourceText(source)}
      </span>
    );
  }
  return (
    <>
      {isLive(unit.status) ? 'asked' : 'was asked'} {exactTime(unit.offeredAt)}
    </>
  );
}
