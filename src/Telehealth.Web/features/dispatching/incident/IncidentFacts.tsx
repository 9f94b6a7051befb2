import type { ComponentChildren } from 'preact';
import { type ConsoleAction, isPossible } from '../../../lib/actions/actions';
import { ActionButton } from '../../../lib/actions/ActionButton';
import type { AssignmentRow, EmergencyRow, IncidentView } from '../../../lib/contracts/dispatching';
import { assignmentLabels, isLive, placeMissingText, priorityNames } from '../../emergencies/labels';
import { travelSourceText, travelText } from '../../emergencies/travelText';
import { coordinateText } from '../../../lib/map/geometry';
import { exactTime } from '../../../lib/time/duration';
import { Telephone } from '../../../lib/ui/Telephone';
import { Written, WrittenText } from '../../../lib/ui/Written';

interface IncidentFactsProps {
  row: EmergencyRow;
  /** Null until it has been read. */
  view: IncidentView | null;
  actions: readonly ConsoleAction[];
  busy: string | null;
}

/** What is known: what happened, to whom, where, and why it is so urgent. */
export function IncidentFacts({ row, view, actions, busy }: IncidentFactsProps) {
  const corrections = actions.filter((action) => ['correct', 'caller'].includes(action.name) && isPossible(action));
  return (
    <div class="incident-column">
      <p class="incident-text">
        <WrittenText text={row.description || 'No description was given.'} />
      </p>
      <dl class="facts">
        <Fact label="Call back">
          <Telephone number={row.callbackNumber} />
        </Fact>
        <Patient row={row} />
        {row.unverified && (
          <Fact label="Caller">
            <span class="strong">Not signed in: ask who they are.</span>
          </Fact>
        )}
        <Fact label="Where">
          <Where row={row} />
          {row.location.note !== null && <WrittenText class="strong" text={row.location.note} />}
        </Fact>
        <Fact label="Raised">
          <span class="numerals">{exactTime(row.raisedAt)}</span>
        </Fact>
        <Fact label={`Why P${row.priority}`}>
          <span class="muted">{priorityNames[row.priority]}</span>
          <ul class="reasons">
            {view?.priorityReasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Fact>
      </dl>
      <div class="row row-2">
        {corrections.map((action) => (
          <ActionButton key={action.name} action={action} busy={busy === action.name} />
        ))}
      </div>
      <AskedBefore rows={view?.assignments ?? []} />
    </div>
  );
}

function Patient({ row }: { row: EmergencyRow }) {
  if (row.patientName === null && row.ageYears === null) return null;
  return (
    <Fact label="Patient">
      {row.patientName !== null && <Written text={row.patientName} />}
      {row.ageYears !== null && <span>{row.ageYears} years</span>}
    </Fact>
  );
}

/** An emergency without a place is said plainly, and never shown as one that is somewhere. */
function Where({ row }: { row: EmergencyRow }) {
  const { latitude, longitude } = row.location;
  if (latitude === null || longitude === null) {
    return (
      <span class="missing-flag" data-testid="incident-no-place">
        {placeMissingText(row) ?? 'No place was known'}
      </span>
    );
  }
  return (
    <>
      <span class="numerals">{coordinateText({ latitude, longitude })}</span>
      <span class="muted">{sourceText(row)}</span>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const sources = {
  device: 'from the device',
  map: 'picked on the map',
  caller: 'from the caller',
  notYetKnown: 'not known',
  callerDoesNotKnow: 'not known',
} as const;

function sourceText({ location }: EmergencyRow): string {
  const source = sources[location.source];
  return location.accuracyMetres === null ? source : `${source}, accurate to about ${Math.round(location.accuracyMetres)} m`;
}

/** Who was asked or sent and is not any more; the others stand in the response. */
function AskedBefore({ rows }: { rows: readonly AssignmentRow[] }) {
  const before = rows.filter((row) => !isLive(row.status) && row.status !== 'clear').sort((a, b) => b.epoch - a.epoch);
  if (before.length === 0) return null;
  return (
    <>
      <h3 class="column-head">Asked before</h3>
      <ul class="assignments">
        {before.map((row) => (
          <li key={row.id}>
            <span class="strong numerals">{row.callSign}</span>
            <span>
              {assignmentLabels[row.status]}
              {row.byHand && <span class="muted"> by hand</span>}
            </span>
            <span class="muted numerals">{exactTime(row.statusAt)}</span>
            <span class="assignments-travel muted numerals">
              {row.travel === null ? '' : `${travelText(row.travel)} ${travelSourceText(row.travel.source)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
