import { useSignal } from '@preact/signals';
import { ChooseHospitalDialog } from '../../features/hospitals/ChooseHospitalDialog';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { type AssignmentStatus, reportsAfter } from '../../lib/contracts/domain/emergencies';
import type { UnitRow } from '../../lib/contracts/units';
import { liveUnits } from '../../lib/incidents/response';
import { WhichUnit } from '../../lib/incidents/WhichUnit';
import { assignmentWords, isJob, isLive, minutesWords } from '../../lib/incidents/words';
import { Button, Dialog, ErrorNotice, Select } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';
import { earlier, isNoTime } from './earlier';
import { EarlierTime } from './EarlierTime';
import type { UnitDialog } from './openDialog';
import { ReasonDialog } from './ReasonDialog';

interface UnitDialogProps {
  desk: DispatchConsole;
  open: UnitDialog;
  onClose: () => void;
}

/** What is said to one unit of a response. The row is read afresh: it may change while the dialog stands. */
export function UnitDialogs({ desk, open, onClose }: UnitDialogProps) {
  switch (open.kind) {
    case 'status':
      return <StatusDialog desk={desk} open={open} onClose={onClose} />;
    case 'standDown':
      return <StandDownDialog desk={desk} open={open} onClose={onClose} />;
    case 'divert':
      return <DivertDialog desk={desk} open={open} onClose={onClose} />;
    case 'hospital':
      return (
        <ChooseHospitalDialog
          chooser={desk}
          row={rowOf(desk, open)}
          assignmentId={open.assignmentId}
          onStatus={(code) => openHospital(desk, code)}
          onClose={onClose}
        />
      );
    case 'relieve':
    case 'reassign':
      return <ExchangeDialog desk={desk} open={open} onClose={onClose} />;
  }
}

function StatusDialog({ desk, open, onClose }: UnitDialogProps) {
  const row = rowOf(desk, open);
  const units = liveUnits(row).filter((unit) => isJob(unit.status));
  const chosen = useSignal(open.assignmentId);
  const unit = units.find((candidate) => candidate.id === chosen.value);
  const at = useSignal('');
  const report = async (status: AssignmentStatus): Promise<void> => {
    const outcome = await desk.ask(
      'status',
      (hub, commandId) =>
        hub.ReportForUnit({ commandId, emergencyId: row.id, assignmentId: chosen.value, status, doneAt: earlier(at.value) }),
      'Reported.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <Dialog title={`Status of ${unit?.callSign ?? 'a unit'} on ${row.number}`} onClose={onClose} testId="dialog-status">
      <div class="stack">
        {desk.fault.value !== null && <ErrorNotice error={desk.fault.value} />}
        <WhichUnit units={units} chosen={chosen} />
        {unit === undefined ? (
          <p>The unit is no longer on this incident.</p>
        ) : (
          <>
            <EarlierTime label="When it happened, if earlier" value={at} />
            <p>Now {assignmentWords[unit.status].toLowerCase()}. The crew said by radio that it is:</p>
            <div class="status-choices">
              {reportsAfter[unit.status].map((status) => (
                <Button
                  key={status}
                  busy={desk.busy.value === 'status'}
                  disabled={isNoTime(at.value)}
                  onClick={() => void report(status)}
                  testId={`status-${status}`}
                >
                  {assignmentWords[status]}
                </Button>
              ))}
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

function StandDownDialog({ desk, open, onClose }: UnitDialogProps) {
  const row = rowOf(desk, open);
  const reason = useSignal('');
  const kept = row.reservations.find((reservation) => reservation.assignmentId === open.assignmentId);
  const chosen = useSignal(open.assignmentId);
  const units = kept === undefined ? liveUnits(row) : [];
  const unit = units.find((candidate) => candidate.id === chosen.value);
  const word = kept !== undefined ? 'No longer keep' : unit?.status === 'offered' ? 'Withdraw offer' : 'Stand down';
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'standDown',
      (hub, commandId) => hub.StandDown({ commandId, emergencyId: row.id, assignmentId: chosen.value, reason: reason.value.trim() }),
      'Done. The search for another goes on.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
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
          : `${unit?.callSign ?? 'The unit'} leaves ${row.number} and is told why. The search for another goes on.`}
      </p>
    </ReasonDialog>
  );
}

function DivertDialog({ desk, open, onClose }: UnitDialogProps) {
  const row = rowOf(desk, open);
  const reason = useSignal('');
  const unit = row.assignments.find((candidate) => candidate.id === open.assignmentId && isLive(candidate.status));
  const others = desk.rows.queue.value.filter((other) => other.id !== row.id);
  const chosen = useSignal(open.toId ?? others.find((other) => other.missing > 0)?.id ?? others[0]?.id ?? '');
  const to = others.find((other) => other.id === chosen.value);
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'divert',
      (hub, commandId) =>
        hub.Divert({
          commandId,
          emergencyId: row.id,
          assignmentId: open.assignmentId,
          toEmergencyId: chosen.value,
          reason: reason.value.trim(),
        }),
      'Diverted.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
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
          options={others.map((other) => ({
            value: other.id,
            label: `P${other.priority} ${other.complaintLabel}, ${other.number}${other.missing > 0 ? `, ${other.missing} missing` : ''}`,
          }))}
        />
      )}
      <p>
        It leaves {row.number} (P{row.priority} {row.complaintLabel}), which goes back to the queue with its age.
      </p>
      {to !== undefined && to.priority >= row.priority && (
        <p class="divert-warning">
          {to.number} is not more urgent than {row.number}.
        </p>
      )}
    </ReasonDialog>
  );
}

/** Another unit in its place: at once, or on scene, where the present crew stays until the other has taken over. */
function ExchangeDialog({ desk, open, onClose }: UnitDialogProps) {
  const row = rowOf(desk, open);
  const relieves = open.kind === 'relieve';
  const recommendation = desk.openId.value === row.id ? desk.recommendation.value : null;
  const candidates = recommendation?.candidates ?? [];
  const known = new Set(candidates.map((candidate) => candidate.unitId));
  const others = desk.rows.roster.value.filter((unit) => unit.status === 'available' && !known.has(unit.id));
  const chosen = useSignal(candidates[0]?.unitId ?? others[0]?.id ?? '');
  const reason = useSignal('');
  const present = row.assignments.find((unit) => unit.id === open.assignmentId && isLive(unit.status));
  const options = [
    ...candidates.map((candidate) => ({
      value: candidate.unitId,
      label: `${candidate.callSign}, ${minutesWords(candidate.travel.seconds)}`,
    })),
    ...others.map((unit) => ({ value: unit.id, label: `${unit.callSign} (not recommended)` })),
  ];
  const send = async (): Promise<void> => {
    const about = { emergencyId: row.id, unitId: chosen.value, reason: reason.value.trim() };
    const outcome = await desk.ask(
      open.kind,
      (hub, commandId) =>
        relieves
          ? hub.AssignByHand({ ...about, commandId, relievesAssignmentId: open.assignmentId })
          : hub.Reassign({ ...about, commandId, assignmentId: open.assignmentId }),
      'Offered.',
    );
    if (outcome.error === null) onClose();
  };
  const title = `${relieves ? 'Relieve' : 'Replace'} ${present?.callSign ?? 'the unit'}`;
  return (
    <ReasonDialog
      desk={desk}
      title={title}
      word={relieves ? 'Relieve' : 'Replace'}
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

/** For a unit without a job. */
export function AvailabilityDialog({ desk, unit, onClose }: { desk: DispatchConsole; unit: UnitRow; onClose: () => void }) {
  const reason = useSignal('');
  const available = unit.status === 'unavailable';
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'availability',
      (hub, commandId) =>
        hub.SetUnitAvailability({ commandId, unitId: unit.id, available, reason: available ? null : reason.value.trim() }),
      'Reported.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
      title={`${unit.callSign} by radio`}
      word={available ? 'Mark as available' : 'Mark as unavailable'}
      busyName="availability"
      ready
      onSend={send}
      onClose={onClose}
      {...(available ? {} : { reason })}
    >
      <p>
        {available
          ? `${unit.callSign} was unavailable: ${unit.unavailableReason ?? 'no reason was given'}. The crew said that it can be sent again.`
          : `The crew of ${unit.callSign} said that it cannot be sent now.`}
      </p>
    </ReasonDialog>
  );
}

/** The incident that a dialog is about, as it is now. */
function rowOf(desk: DispatchConsole, open: UnitDialog): EmergencyRow {
  return desk.rows.emergencies.value.get(open.emergency.id) ?? open.emergency;
}

function openHospital(desk: DispatchConsole, code: string): void {
  desk.fault.value = null;
  desk.dialog.value = { kind: 'hospitals', code };
}
