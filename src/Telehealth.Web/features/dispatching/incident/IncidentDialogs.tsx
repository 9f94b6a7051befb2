import { useSignal } from '@preact/signals';
import { type IncidentDialogProps, ReasonDialog } from '../../emergencies/ReasonDialog';
import { isLive, priorityNames } from '../../emergencies/labels';

export function PriorityDialog({ commands, row, onClose }: IncidentDialogProps) {
  const priority = useSignal(row.priority);
  const reason = useSignal('');
  const send = async (): Promise<void> => {
    const change = { emergencyId: row.id, priority: priority.value, reason: reason.value.trim() };
    const outcome = await commands.ask('priority', (hub, commandId) => hub.ChangePriority({ ...change, commandId }), 'Priority changed.');
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      commands={commands}
      title={`Priority of ${row.number}`}
      word="Change priority"
      busyName="priority"
      focusElsewhere
      reason={reason}
      ready={priority.value !== row.priority}
      onSend={send}
      onClose={onClose}
    >
      <fieldset class="priorities">
        <legend class="field-label">Priority</legend>
        {[1, 2, 3, 4].map((value) => (
          <label key={value} class="priority-choice">
            <input
              type="radio"
              name="priority"
              value={value}
              autofocus={value === row.priority}
              checked={priority.value === value}
              onChange={() => {
                priority.value = value;
              }}
            />
            <span class={`priority priority-${value}`}>P{value}</span>
            {priorityNames[value]}
          </label>
        ))}
      </fieldset>
    </ReasonDialog>
  );
}

export function CancelDialog({ commands, row, onClose }: IncidentDialogProps) {
  const reason = useSignal('');
  const units = row.assignments.filter((unit) => isLive(unit.status)).map((unit) => unit.callSign);
  const send = async (): Promise<void> => {
    const about = { emergencyId: row.id, reason: reason.value.trim() };
    const outcome = await commands.ask('cancel', (hub, commandId) => hub.Cancel({ ...about, commandId }), 'The incident is cancelled.');
    if (outcome.error === null) onClose();
  };
  const released =
    units.length === 0 ? 'No unit is on it.' : `${units.join(', ')} ${units.length === 1 ? 'is' : 'are'} stood down and told why.`;
  return (
    <ReasonDialog
      commands={commands}
      title={`Cancel ${row.number}`}
      word="Cancel incident"
      busyName="cancel"
      danger
      reason={reason}
      ready
      onSend={send}
      onClose={onClose}
    >
      <p>
        {row.complaintLabel}, priority {row.priority}. {released}
      </p>
    </ReasonDialog>
  );
}

export function StrikeDialog({ commands, row, onClose }: IncidentDialogProps) {
  const level = row.alarmLevel + 1;
  const send = async (): Promise<void> => {
    const about = { emergencyId: row.id, level };
    const outcome = await commands.ask(
      'strike',
      (hub, commandId) => hub.StrikeAlarm({ ...about, commandId }),
      `Alarm level ${level} is struck.`,
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      commands={commands}
      title={`Strike alarm level ${level}`}
      word={`Strike level ${level}`}
      busyName="strike"
      ready
      onSend={send}
      onClose={onClose}
    >
      <p>
        The units that the response plan names for level {level} are added to {row.number}, {row.complaintLabel}.
      </p>
    </ReasonDialog>
  );
}

export function WithdrawDialog({ commands, row, need, onClose }: IncidentDialogProps & { need: number }) {
  const reason = useSignal('');
  const role = row.needs.find((candidate) => candidate.number === need)?.role ?? 'It';
  const send = async (): Promise<void> => {
    const about = { emergencyId: row.id, need, reason: reason.value.trim() };
    const outcome = await commands.ask(
      'withdraw',
      (hub, commandId) => hub.WithdrawNeed({ ...about, commandId }),
      'The unit is no longer asked for.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      commands={commands}
      title={`Withdraw unit ${need} of ${row.number}`}
      word="Withdraw"
      busyName="withdraw"
      danger
      reason={reason}
      ready
      onSend={send}
      onClose={onClose}
    >
      <p>{role} is no longer asked for, and no longer counted as missing.</p>
    </ReasonDialog>
  );
}
