import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { EmergencyRow } from '../../lib/contracts';
import { minutesWords, priorityNames } from '../../lib/incidents/words';
import { Button, Dialog, ErrorNotice, Field, Select } from '../../lib/ui';
import { keyName, type ConsoleAction } from './actions';
import type { DispatchConsole } from './dispatchConsole';
import { RaiseDialog } from './RaiseDialog';

/** Whichever dialog is open. */
export function Dialogs({ desk, actions }: { desk: DispatchConsole; actions: readonly ConsoleAction[] }) {
  const open = desk.dialog.value;
  const close = (): void => { desk.dialog.value = null; };
  switch (open?.kind) {
    case 'raise': return <RaiseDialog desk={desk} onClose={close} />;
    case 'keys': return <KeysDialog actions={actions} onClose={close} />;
    case 'priority': return <PriorityDialog desk={desk} row={open.emergency} onClose={close} />;
    case 'cancel': return <CancelDialog desk={desk} row={open.emergency} onClose={close} />;
    case 'reassign': return <ReassignDialog desk={desk} row={open.emergency} unitId={open.unitId} onClose={close} />;
    case undefined: return null;
  }
}

interface IncidentDialogProps {
  desk: DispatchConsole;
  row: EmergencyRow;
  onClose: () => void;
}

function KeysDialog({ actions, onClose }: { actions: readonly ConsoleAction[]; onClose: () => void }) {
  const groups = [...new Set(actions.map((action) => action.group))];
  return (
    <Dialog title="Keys" wide onClose={onClose} testId="keys">
      <div class="keys">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {actions.filter((action) => action.group === group).map((action) => (
                <div key={action.name}>
                  <dt>{[action.key, ...(action.alsoKeys ?? [])].map((key) => <kbd key={key} class="key">{keyName(key)}</kbd>)}</dt>
                  <dd>{action.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function PriorityDialog({ desk, row, onClose }: IncidentDialogProps) {
  const priority = useSignal(row.priority);
  const reason = useSignal('');
  const send = async (): Promise<void> => {
    const outcome = await desk.ask('priority', (hub, commandId) => hub.ChangePriority({ commandId, emergencyId: row.id, priority: priority.value, reason: reason.value.trim() }), 'Priority changed.');
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog desk={desk} title={`Priority of ${row.number}`} word="Change priority" busyName="priority" reason={reason} ready={priority.value !== row.priority} onSend={send} onClose={onClose}>
      <fieldset class="priorities">
        <legend class="field-label">Priority</legend>
        {[1, 2, 3, 4].map((value) => (
          <label key={value} class="priority-choice">
            <input type="radio" name="priority" value={value} checked={priority.value === value} onChange={() => { priority.value = value; }} />
            <span class={`priority priority-${value}`}>P{value}</span>{priorityNames[value]}
          </label>
        ))}
      </fieldset>
    </ReasonDialog>
  );
}

function CancelDialog({ desk, row, onClose }: IncidentDialogProps) {
  const reason = useSignal('');
  const send = async (): Promise<void> => {
    const outcome = await desk.ask('cancel', (hub, commandId) => hub.Cancel({ commandId, emergencyId: row.id, reason: reason.value.trim() }), 'The incident is cancelled.');
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog desk={desk} title={`Cancel ${row.number}`} word="Cancel incident" busyName="cancel" danger reason={reason} ready onSend={send} onClose={onClose}>
      <p>{row.complaintLabel}, priority {row.priority}. {row.assignment === null ? 'No unit is on it.' : `${row.assignment.callSign} is stood down and told why.`}</p>
    </ReasonDialog>
  );
}

function ReassignDialog({ desk, row, unitId, onClose }: IncidentDialogProps & { unitId: string | null }) {
  const candidates = desk.recommendation.value?.candidates ?? [];
  const chosen = useSignal(unitId ?? candidates[0]?.unitId ?? '');
  const reason = useSignal('');
  const leftOut = desk.recommendation.value?.leftOut.filter((left) => left.unitId === unitId) ?? [];
  const options = [
    ...candidates.map((candidate) => ({ value: candidate.unitId, label: `${candidate.callSign}, ${minutesWords(candidate.travel.seconds)}` })),
    ...leftOut.map((left) => ({ value: left.unitId, label: `${left.callSign} (${left.text})` })),
  ];
  const send = async (): Promise<void> => {
    const outcome = await desk.ask('reassign', (hub, commandId) => hub.Reassign({ commandId, emergencyId: row.id, unitId: chosen.value, reason: reason.value.trim(), assignmentId: null }), 'Reassigned.');
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog desk={desk} title={`Reassign ${row.number}`} word="Reassign" busyName="reassign" reason={reason} ready={chosen.value !== ''} onSend={send} onClose={onClose}>
      <p>{row.assignment?.callSign ?? 'The unit'} is stood down and told why; the other is offered the job.</p>
      {options.length === 0 ? <p class="muted">No other suitable unit is free.</p> : <Select label="To" value={chosen.value} options={options} onInput={(value) => { chosen.value = value; }} />}
    </ReasonDialog>
  );
}

interface ReasonDialogProps {
  desk: DispatchConsole;
  title: string;
  word: string;
  busyName: string;
  danger?: boolean;
  reason: { value: string };
  ready: boolean;
  onSend: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}

/** What changes an incident against the rules asks for a reason, which stands in the timeline. */
function ReasonDialog({ desk, title, word, busyName, danger = false, reason, ready, onSend, onClose, children }: ReasonDialogProps) {
  const can = ready && reason.value.trim() !== '';
  return (
    <Dialog title={title} onClose={onClose} testId={`dialog-${busyName}`} footer={
      <>
        <Button onClick={onClose}>Back</Button>
        <Button kind={danger ? 'danger' : 'primary'} busy={desk.busy.value === busyName} disabled={!can} onClick={() => void onSend()} testId={`${busyName}-confirm`}>{word}</Button>
      </>
    }>
      <form class="stack" onSubmit={(event) => { event.preventDefault(); if (can) void onSend(); }}>
        {desk.fault.value !== null && <ErrorNotice error={desk.fault.value} />}
        {children}
        <Field label="Reason" required maxLength={300} value={reason.value} onInput={(value) => { reason.value = value; }} hint="It is kept in the timeline." testId={`${busyName}-reason`} />
      </form>
    </Dialog>
  );
}
