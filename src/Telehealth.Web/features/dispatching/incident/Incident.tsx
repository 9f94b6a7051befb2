import type { ReadonlySignal } from '@preact/signals';
import { type ConsoleAction, isPossible } from '../../../lib/actions/actions';
import { ActionButton } from '../../../lib/actions/ActionButton';
import type { EmergencyRow } from '../../../lib/contracts/dispatching';
import type { IncidentCommands } from '../../emergencies/commandSender';
import { emergencyStatusText, isOpen, missingText } from '../../emergencies/labels';
import { Button } from '../../../lib/ui/Button';
import { Duration, ErrorNotice, Loading } from '../../../lib/ui/Surfaces';
import type { HospitalCalls } from '../../hospitals/CrewHospital';
import { OfferCountdown } from '../board/OfferCountdown';
import { NoteBox } from '../timeline/NoteBox';
import { Timeline, type TimelineProps } from '../timeline/Timeline';
import { Candidates } from './Candidates';
import type { ShowIncidentDialog } from './incidentDialog';
import { IncidentFacts } from './IncidentFacts';
import type { OpenIncident } from './openIncident';
import { Response } from './Response';
import type { UnitRequests } from './unitRequests';

export interface IncidentProps {
  incident: OpenIncident;
  commands: IncidentCommands;
  requests: UnitRequests;
  /** All of the incident; each has its button in the part that it is about. */
  actions: readonly ConsoleAction[];
  /** The board's, for what else a unit has. */
  emergencies: ReadonlySignal<ReadonlyMap<string, EmergencyRow>>;
  hospitals: HospitalCalls;
  timeline: Omit<TimelineProps, 'incident' | 'onPrint'>;
  showDialog: ShowIncidentDialog;
  onClose: () => void;
  /** Without what could not be opened. */
  onLeave: () => void;
}

/** The open incident: what is known, who could go, and who did what when. */
export function Incident(props: IncidentProps) {
  const row = props.incident.row.value;
  if (props.incident.id.value === null) return null;
  return (
    <section class="incident" aria-labelledby="incident-title" data-testid="incident">
      {row === null ? <Opening commands={props.commands} onLeave={props.onLeave} /> : <OpenedIncident {...props} row={row} />}
    </section>
  );
}

function Opening({ commands, onLeave }: Pick<IncidentProps, 'commands' | 'onLeave'>) {
  const fault = commands.fault.value;
  return (
    <div class="incident-missing">
      {fault === null ? (
        <Loading>Opening the incident…</Loading>
      ) : (
        <ErrorNotice title="The incident could not be opened" error={fault} actions={<Button onClick={onLeave}>Close</Button>} />
      )}
    </div>
  );
}

function OpenedIncident(props: IncidentProps & { row: EmergencyRow }) {
  const { row, incident, commands, requests, actions, showDialog } = props;
  const open = isOpen(row.phase);
  return (
    <>
      <Head row={row} actions={actions} busy={commands.busy.value} onClose={props.onClose} />
      {commands.fault.value !== null && (
        <div class="incident-fault">
          <ErrorNotice title="Refused" error={commands.fault.value} />
        </div>
      )}
      <div class="incident-body" data-over={!open}>
        <IncidentFacts row={row} view={incident.view.value} actions={actions} busy={commands.busy.value} />
        <Response
          row={row}
          hospitals={props.hospitals}
          strike={actions.find((action) => action.name === 'strike')}
          showDialog={showDialog}
        />
        {open && (
          <Candidates
            row={row}
            recommendation={incident.recommendation}
            requests={requests}
            emergencies={props.emergencies}
            showDialog={showDialog}
          />
        )}
        <div class="incident-column" data-list="timeline">
          <Timeline {...props.timeline} incident={incident.view} onPrint={(emergencyId) => showDialog({ kind: 'print', emergencyId })} />
          <NoteBox commands={commands} emergencyId={row.id} />
        </div>
      </div>
    </>
  );
}

/** The others have their button, or their field, in the part of the incident that they are about. */
const inToolbar: readonly string[] = ['search', 'priority', 'replay', 'cancel', 'reopen'];

interface HeadProps extends Pick<IncidentProps, 'actions' | 'onClose'> {
  row: EmergencyRow;
  busy: string | null;
}

function Head({ row, actions, busy, onClose }: HeadProps) {
  const missing = isOpen(row.phase) ? missingText(row) : null;
  return (
    <header class="incident-head">
      <span class={`priority priority-${row.priority}`} data-over={!isOpen(row.phase)}>
        P{row.priority}
      </span>
      <h2 id="incident-title">{row.complaintLabel}</h2>
      <span class="incident-number numerals">{row.number}</span>
      <span class="phase" data-phase={row.phase}>
        {emergencyStatusText(row)}
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
              busy={busy === action.name}
              kind={action.name === 'cancel' ? 'danger' : 'secondary'}
            />
          ))}
        <Button kind="quiet" icon="cross" label="Close (Esc)" onClick={onClose} testId="incident-close" />
      </div>
    </header>
  );
}
