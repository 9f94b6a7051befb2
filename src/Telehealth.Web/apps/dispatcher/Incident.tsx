import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { AssignmentRow, EmergencyRow } from '../../lib/contracts/dispatching';
import { longestEmergencyText } from '../../lib/contracts/domain/emergencies';
import {
  assignmentWords,
  emergencyStatusWords,
  isLive,
  isOpen,
  missingWords,
  placeMissingWords,
  priorityNames,
  travelSourceWords,
  travelWords,
} from '../../lib/incidents/words';
import { coordinateWords } from '../../lib/map';
import { exactTime } from '../../lib/time';
import { Button, Duration, ErrorNotice, Loading, Telephone, Written, WrittenText } from '../../lib/ui';
import { ActionButton } from './ActionButton';
import { isPossible } from './actions';
import { Candidates } from './Candidates';
import { incidentActions } from './consoleActions';
import type { DispatchConsole } from './dispatchConsole';
import { earlier, isNoTime } from './earlier';
import { EarlierTime } from './EarlierTime';
import { OfferCountdown } from './Queue';
import { Response } from './Response';
import { Timeline } from './Timeline';

/** The open incident: what is known, who could go, and who did what when. */
export function Incident({ desk }: { desk: DispatchConsole }) {
  const row = desk.openRow.value;
  if (desk.openId.value === null) return null;
  return (
    <section class="incident" aria-labelledby="incident-title" data-testid="incident">
      {row === null ? <Missing desk={desk} /> : <OpenIncident desk={desk} row={row} />}
    </section>
  );
}

function Missing({ desk }: { desk: DispatchConsole }) {
  const fault = desk.fault.value;
  return (
    <div class="incident-missing">
      {fault === null ? (
        <Loading>Opening the incident…</Loading>
      ) : (
        <ErrorNotice
          title="The incident could not be opened"
          error={fault}
          actions={<Button onClick={() => desk.open(null)}>Close</Button>}
        />
      )}
    </div>
  );
}

/** The others have their button, or their field, in the part of the incident that they are about. */
const inToolbar: readonly string[] = ['search', 'priority', 'replay', 'cancel', 'reopen'];

function OpenIncident({ desk, row }: { desk: DispatchConsole; row: EmergencyRow }) {
  // Read so that the replay's button comes with what it replays.
  void desk.incident.value;
  const actions = incidentActions(desk);
  const close = actions.find((action) => action.name === 'close');
  const missing = isOpen(row.phase) ? missingWords(row) : null;
  return (
    <>
      <header class="incident-head">
        <span class={`priority priority-${row.priority}`} data-over={!isOpen(row.phase)}>
          P{row.priority}
        </span>
        <h2 id="incident-title">{row.complaintLabel}</h2>
        <span class="incident-number numerals">{row.number}</span>
        <span class="phase" data-phase={row.phase}>
          {emergencyStatusWords(row)}
        </span>
        {missing !== null && <span class="missing-flag numerals">{missing}</span>}
        <OfferCountdown row={row} />
        <span class="incident-age">
          {row.endedAt === null && (
            <>
              open for <Duration since={row.raisedAt} />
            </>
          )}
        </span>
        <div class="incident-actions" role="toolbar" aria-label="What to do with this incident">
          {actions
            .filter((action) => inToolbar.includes(action.name) && isPossible(action))
            .map((action) => (
              <ActionButton
                key={action.name}
                action={action}
                busy={desk.busy.value === action.name}
                kind={action.name === 'cancel' ? 'danger' : 'secondary'}
              />
            ))}
          <Button kind="quiet" icon="cross" label="Close (Esc)" onClick={() => close?.perform()} testId="incident-close" />
        </div>
      </header>
      {desk.fault.value !== null && (
        <div class="incident-fault">
          <ErrorNotice title="Refused" error={desk.fault.value} />
        </div>
      )}
      <div class="incident-body" data-over={!isOpen(row.phase)}>
        <Facts desk={desk} row={row} />
        <Response desk={desk} row={row} />
        {isOpen(row.phase) && <Candidates desk={desk} row={row} />}
        <div class="incident-column" data-list="timeline">
          <Timeline desk={desk} />
          <NoteBox desk={desk} row={row} />
        </div>
      </div>
    </>
  );
}

function Facts({ desk, row }: { desk: DispatchConsole; row: EmergencyRow }) {
  const incident = desk.incident.value;
  const reasons = incident?.priorityReasons ?? [];
  return (
    <div class="incident-column">
      <p class="incident-text">
        <WrittenText text={row.description || 'No description was given.'} />
      </p>
      <dl class="facts">
        <Fact label="Call back">
          <Telephone number={row.callbackNumber} />
        </Fact>
        {(row.patientName !== null || row.ageYears !== null) && (
          <Fact label="Patient">
            {row.patientName !== null && <Written text={row.patientName} />}
            {row.ageYears !== null && <span>{row.ageYears} years</span>}
          </Fact>
        )}
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
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Fact>
      </dl>
      <div class="row row-2">
        {incidentActions(desk)
          .filter((action) => ['correct', 'caller'].includes(action.name) && isPossible(action))
          .map((action) => (
            <ActionButton key={action.name} action={action} busy={desk.busy.value === action.name} />
          ))}
      </div>
      <Earlier rows={incident?.assignments ?? []} />
    </div>
  );
}

/** An emergency without a place is said plainly, and never shown as one that is somewhere. */
function Where({ row }: { row: EmergencyRow }) {
  const { latitude, longitude } = row.location;
  if (latitude === null || longitude === null)
    return (
      <span class="missing-flag" data-testid="incident-no-place">
        {placeMissingWords(row) ?? 'No place was known'}
      </span>
    );
  return (
    <>
      <span class="numerals">{coordinateWords({ latitude, longitude })}</span>
      <span class="muted">{placeWords(row)}</span>
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
  map: 'pointed at on a map',
  caller: 'told by the caller',
  notYetKnown: 'not known',
  callerDoesNotKnow: 'not known',
} as const;

function placeWords(row: EmergencyRow): string {
  const accuracy = row.location.accuracyMetres;
  return accuracy === null ? sources[row.location.source] : `${sources[row.location.source]}, right to about ${Math.round(accuracy)} m`;
}

/** Who was asked or sent and is not any more; the others stand in the response. */
function Earlier({ rows }: { rows: readonly AssignmentRow[] }) {
  const earlier = rows.filter((row) => !isLive(row.status) && row.status !== 'clear');
  if (earlier.length === 0) return null;
  return (
    <>
      <h3 class="column-head">Asked before</h3>
      <ul class="assignments">
        {[...earlier]
          .sort((a, b) => b.epoch - a.epoch)
          .map((row) => (
            <li key={row.id}>
              <span class="strong numerals">{row.callSign}</span>
              <span>
                {assignmentWords[row.status]}
                {row.byHand && <span class="muted"> by hand</span>}
              </span>
              <span class="muted numerals">{exactTime(row.statusAt)}</span>
              <span class="assignments-travel muted numerals">
                {row.travel === null ? '' : `${travelWords(row.travel)} ${travelSourceWords(row.travel.source)}`}
              </span>
            </li>
          ))}
      </ul>
    </>
  );
}

function NoteBox({ desk, row }: { desk: DispatchConsole; row: EmergencyRow }) {
  const text = useSignal('');
  const at = useSignal('');
  const send = async (): Promise<void> => {
    const note = text.value.trim();
    if (note === '' || isNoTime(at.value)) return;
    const outcome = await desk.ask(
      'note',
      (hub, commandId) => hub.AddNote({ commandId, emergencyId: row.id, text: note, doneAt: earlier(at.value) }),
      'Noted.',
    );
    if (outcome.error !== null) return;
    text.value = '';
    at.value = '';
  };
  return (
    <form
      class="note-box"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        id="incident-note"
        class="input"
        dir="auto"
        aria-label="Note"
        placeholder="Write a note"
        maxLength={longestEmergencyText}
        autocomplete="off"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.currentTarget.blur();
            event.preventDefault();
          }
        }}
      />
      <Button type="submit" class="action" busy={desk.busy.value === 'note'} disabled={text.value.trim() === '' || isNoTime(at.value)}>
        Add
      </Button>
      {text.value.trim() !== '' && (
        <div class="note-time">
          <EarlierTime label="When it was done, if earlier" value={at} />
        </div>
      )}
    </form>
  );
}
