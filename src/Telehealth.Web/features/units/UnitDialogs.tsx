import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { EmergencyRow, Recommendation } from '../../lib/contracts/dispatching';
import { type AssignmentStatus, reportsAfter } from '../../lib/contracts/domain/emergencies';
import type { UnitRow } from '../../lib/contracts/units';
import type { IncidentCommands } from '../emergencies/commandSender';
import { ReasonDialog } from '../emergencies/ReasonDialog';
import { liveUnits } from '../emergencies/response';
import { WhichUnit } from '../emergencies/WhichUnit';
import { assignmentLabels, isJob, isLive } from '../emergencies/labels';
import { minutesText } from '../emergencies/travelText';
import { earlier, isNoTime } from '../../lib/time/earlier';
import { Button } from '../../lib/ui/Button';
import { Dialog } from '../../lib/ui/Dialog';
import { EarlierTime } from '../../lib/ui/EarlierTime';
import { Select } from '../../lib/ui/Fields';
import { ErrorNotice } from '../../lib/ui/Surfaces';
import type { UnitDialog } from './unitDialog';

interface UnitDialogsProps {
  open: UnitDialog;
  /** The incident that the dialog is about, as it is now: it may change while the dialog stands. */
  row: EmergencyRow;
  commands: IncidentCommands;
  /** Where else a unit can be sent, in the order of the queue. */
  queue: ReadonlySignal<readonly EmergencyRow[]>;
  roster: ReadonlySignal<readonly UnitRow[]>;
  /** Who could go to that incident; null while nobody has asked. */
  recommendation: Recommendation | null;
  onClose: () => void;
}

/** What is said to one unit of a response. The way to a hospital is not among them: hospitals have a dialog for it. */
export function UnitDialogs({ open, row, commands, queue, roster, recommendation, onClose }: UnitDialogsProps) {
  const about = { open, row, commands, onClose };
  switch (open.kind) {
    case 'status':
      return <StatusDialog {...about} />;
    case 'standDown':
      return <StandDownDialog {...about} />;
    case 'divert':
      return <DivertDialog {...about} queue={queue} />;
    case 'relieve':
    case 'reassign':
      return <ExchangeDialog {...about} roster={roster} recommendation={recommendation} />;
    case 'hospital':
      return null;
  }
}

type OneDialogProps = Pick<UnitDialogsProps, 'open' | 'row' | 'commands' | 'onClose'>;

function StatusDialog({ open, row, commands, onClose }: OneDialogProps) {
  const units = liveUnits(row).filter((unit) => isJob(unit.status));
  const chosen = useSignal(open.assignmentId);
  const unit = units.find((candidate) => candidate.id === chosen.value);
  const at = useSignal('');
  const report = async (status: AssignmentStatus): Promise<void> => {
    const about = { emergencyId: row.id, assignmentId: chosen.value, status, doneAt: earlier(at.value) };
    const outcome = await commands.ask('status', (hub, commandId) => hub.ReportForUnit({ ...about, commandId }), 'Reported.');
    if (outcome.error === null) onClose();
  };
  const choice = (status: AssignmentStatus) => (
    <Button
      key={status}
      busy={commands.busy.value === 'status'}
      disabled={isNoTime(at.value)}
      onClick={() => void report(status)}
      testId={`status-${status}`}
    >
      {assignmentLabels[status]}
    </Button>
  );
  return (
    <Dialog title={`Status of ${unit?.callSign ?? 'a unit'} on ${row.number}`} onClose={onClose} testId="dialog-status">
      <div class="stack">
        {commands.fault.value !== null && <ErrorNotice error={commands.fault.value} />}
        <WhichUnit units={units} chosen={chosen} />
        {unit === undefined ? (
          <p>The unit is no longer on this incident.</p>
        ) : (
          <>
            <EarlierTime label="When it happened, if earlier" value={at} />
            <p>Now {assignmentLabels[unit.status].toLowerCase()}. The crew said by radio that it is:</p>
            <div class="status-choices">{reportsAfter[unit.status].map(choice)}</div>
          </>
        )}
      </div>
    </Dialog>
  );
}

function StandDownDialog({ open, row, commands, onClose }: OneDialogProps) {
  const reason = useSignal('');
  const kept = row.reservations.find((reservation) => reservation.assignmentId === open.assignmentId);
  const chosen = useSignal(open.assignmentId);
  const units = kept === undefined ? liveUnits(row) : [];
  const unit = units.find((candidate) => candidate.id === chosen.value);
  const word = kept !== undefined ? 'No longer keep' : unit?.status === 'offered' ? 'Withdraw offer' : 'Stand down';
  const send = async (): Promise<void> => {
    const about = { emergencyId: row.id, assignmentId: chosen.value, reason: reason.value.trim() };
    const done = 'Done. The search for another unit goes on.';
    const outcome = await commands.ask('standDown', (hub, commandId) => hub.StandDown({ ...about, commandId }), done);
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      commands={commands}
      title={`${word}: ${kept?.callSign ?? unit?.callSign ?? ''}`}
      word={word}
      busyName="standDown"
      danger={kept === undefined}
      reason={reason}
      ready={kept !== undefined || unit !== undefined}
      onSend={send}
      onClose={onClose}
    >
      <WhichUnit units={units} chosen={chosen} />
      <p>
        {kept !== undefined
          ? `${row.number} is no longer kept for ${kept.callSign}.`
          : `${unit?.callSign ?? 'The unit'} leaves ${row.number} and is told why. The search for another unit goes on.`}
      </p>
    </ReasonDialog>
  );
}

function DivertDialog({ open, row, commands, queue, onClose }: OneDialogProps & Pick<UnitDialogsProps, 'queue'>) {
  const reason = useSignal('');
  const unit = row.assignments.find((candidate) => candidate.id === open.assignmentId && isLive(candidate.status));
  const others = queue.value.filter((other) => other.id !== row.id);
  const chosen = useSignal(open.toId ?? others.find((other) => other.missing > 0)?.id ?? others[0]?.id ?? '');
  const to = others.find((other) => other.id === chosen.value);
  const send = async (): Promise<void> => {
    const about = { emergencyId: row.id, assignmentId: open.assignmentId, toEmergencyId: chosen.value, reason: reason.value.trim() };
    const outcome = await commands.ask('divert', (hub, commandId) => hub.Divert({ ...about, commandId }), 'Diverted.');
    if (outcome.error === null) onClose();
  };
  const options = others.map((other) => ({
    value: other.id,
    label: `P${other.priority} ${other.complaintLabel}, ${other.number}${other.missing > 0 ? `, ${other.missing} missing` : ''}`,
  }));
  return (
    <ReasonDialog
      commands={commands}
      title={`Divert ${unit?.callSign ?? 'the unit'}`}
      word="Divert"
      busyName="divert"
      danger
      reason={reason}
      ready={unit !== undefined && to !== undefined}
      onSend={send}
      onClose={onClose}
    >
      {others.length === 0 ? (
        <p class="muted">There is no other open incident.</p>
      ) : (
        <Select
          label="To"
          value={chosen.value}
          onInput={(value) => {
            chosen.value = value;
          }}
          options={options}
        />
      )}
      <p>
        It leaves {row.number} (P{row.priority} {row.complaintLabel}), which goes back to the queue and keeps its waiting time.
      </p>
      {to !== undefined && to.priority >= row.priority && (
        <p class="divert-warning">
          {to.number} is not more urgent than {row.number}.
        </p>
      )}
    </ReasonDialog>
  );
}

type ExchangeProps = OneDialogProps & Pick<UnitDialogsProps, 'roster' | 'recommendation'>;

/** Another unit in its place: at once, or on scene, where the present crew stays until the other has taken over. */
function ExchangeDialog({ open, row, commands, roster, recommendation, onClose }: ExchangeProps) {
  const relieves = open.kind === 'relieve';
  const options = replacements(recommendation, roster.value);
  const chosen = useSignal(options[0]?.value ?? '');
  const reason = useSignal('');
  const present = row.assignments.find((unit) => unit.id === open.assignmentId && isLive(unit.status));
  const send = async (): Promise<void> => {
    const about = { emergencyId: row.id, unitId: chosen.value, reason: reason.value.trim() };
    const outcome = await commands.ask(
      open.kind,
      (hub, commandId) =>
        relieves
          ? hub.AssignByHand({ ...about, commandId, relievesAssignmentId: open.assignmentId })
          : hub.Reassign({ ...about, commandId, assignmentId: open.assignmentId }),
      'Offered.',
    );
    if (outcome.error === null) onClose();
  };
  const word = relieves ? 'Relieve' : 'Replace';
  return (
    <ReasonDialog
      commands={commands}
      title={`${word} ${present?.callSign ?? 'the unit'}`}
      word={word}
      busyName={open.kind}
      reason={reason}
      ready={chosen.value !== '' && present !== undefined}
      onSend={send}
      onClose={onClose}
    >
      <p>
        {relieves
          ? `${present?.callSign ?? 'The crew'} stays with the patient until the other has taken over.`
          : `${present?.callSign ?? 'The unit'} is stood down at once and told why; the other is offered the job.`}
      </p>
      {options.length === 0 ? (
        <p class="muted">No other unit is free.</p>
      ) : (
        <Select
          label="By"
          value={chosen.value}
          options={options}
          onInput={(value) => {
            chosen.value = value;
          }}
        />
      )}
    </ReasonDialog>
  );
}

/** Those that are recommended first, then every other that is free. */
function replacements(recommendation: Recommendation | null, roster: readonly UnitRow[]): { value: string; label: string }[] {
  const candidates = recommendation?.candidates ?? [];
  const known = new Set(candidates.map((candidate) => candidate.unitId));
  return [
    ...candidates.map((candidate) => ({
      value: candidate.unitId,
      label: `${candidate.callSign}, ${minutesText(candidate.travel.seconds)}`,
    })),
    ...roster
      .filter((unit) => unit.status === 'available' && !known.has(unit.id))
      .map((unit) => ({ value: unit.id, label: `${unit.callSign} (not recommended)` })),
  ];
}
