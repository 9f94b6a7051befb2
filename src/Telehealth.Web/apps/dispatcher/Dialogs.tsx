import { useSignal } from '@preact/signals';
import { HospitalsDialog } from '../../features/hospitals/HospitalsDialog';
import { PictureDialog } from '../../features/photos/Pictures';
import { PostsDialog } from '../../features/posts/PostsDialog';
import { isLive, priorityNames } from '../../lib/incidents/words';
import { Dialog, LetterKeysSwitch, Select } from '../../lib/ui';
import { keyName, type ConsoleAction } from './actions';
import { boardSize, boardSizes, chooseBoardSize, type BoardSize } from './boardSize';
import { verbs } from './commandLine/commands';
import { CallerDialog, CorrectDialog, ReopenDialog } from './CorrectionDialogs';
import type { DispatchConsole } from './dispatchConsole';
import { FixesDialog } from './FixesDialog';
import { FindDialog } from './past/FindDialog';
import { PrintDialog } from './past/PrintDialog';
import { RaiseDialog } from './RaiseDialog';
import { type IncidentDialogProps, ReasonDialog } from './ReasonDialog';
import { AvailabilityDialog, UnitDialogs } from './UnitDialogs';

/** Whichever dialog is open. */
export function Dialogs({ desk, actions }: { desk: DispatchConsole; actions: readonly ConsoleAction[] }) {
  const open = desk.dialog.value;
  const close = (): void => {
    desk.dialog.value = null;
    // What was refused in it was about what was asked there.
    desk.fault.value = null;
  };
  if (open === null) return null;
  switch (open.kind) {
    case 'raise':
      return <RaiseDialog desk={desk} onClose={close} />;
    case 'keys':
      return <KeysDialog actions={actions} onClose={close} />;
    case 'priority':
      return <PriorityDialog desk={desk} row={open.emergency} onClose={close} />;
    case 'cancel':
      return <CancelDialog desk={desk} row={open.emergency} onClose={close} />;
    case 'strike':
      return <StrikeDialog desk={desk} row={open.emergency} onClose={close} />;
    case 'correct':
      return <CorrectDialog desk={desk} row={open.emergency} onClose={close} />;
    case 'caller':
      return <CallerDialog desk={desk} row={open.emergency} onClose={close} />;
    case 'reopen':
      return <ReopenDialog desk={desk} row={open.emergency} onClose={close} />;
    case 'withdraw':
      return <WithdrawDialog desk={desk} row={open.emergency} need={open.need} onClose={close} />;
    case 'fixes':
      return <FixesDialog desk={desk} unit={open.unit} onClose={close} />;
    case 'hospitals':
      return <HospitalsDialog hospitals={desk.hospitals} code={open.code} onClose={close} />;
    case 'find':
      return <FindDialog onOpen={(id) => desk.open(id)} onClose={close} />;
    case 'print':
      return <PrintDialog emergencyId={open.emergencyId} onClose={close} />;
    case 'posts':
      return <PostsDialog board={desk} onClose={close} />;
    case 'picture':
      return <PictureDialog all={desk.pictures.all.value} picture={open.picture} onOpen={desk.showPicture} onClose={close} />;
    case 'availability':
      return <AvailabilityDialog desk={desk} unit={open.unit} onClose={close} />;
    default:
      return <UnitDialogs desk={desk} open={open} onClose={close} />;
  }
}

function KeysDialog({ actions, onClose }: { actions: readonly ConsoleAction[]; onClose: () => void }) {
  const groups = [...new Set(actions.map((action) => action.group))];
  return (
    <Dialog title="Keys, commands and size" wide onClose={onClose} testId="keys">
      <section class="console-settings" aria-label="For this browser">
        <Select
          label="Size of the board"
          value={boardSize.value}
          options={boardSizes.map(({ size, label }) => ({ value: size, label }))}
          onInput={(size) => chooseBoardSize(size as BoardSize)}
          testId="board-size"
        />
        <LetterKeysSwitch />
      </section>
      <div class="keys">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {actions
                .filter((action) => action.group === group)
                .map((action) => (
                  <div key={action.name}>
                    <dt>
                      {[action.key, ...(action.alsoKeys ?? [])].map((key) => (
                        <kbd key={key} class="key">
                          {keyName(key)}
                        </kbd>
                      ))}
                    </dt>
                    <dd>{action.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <section class="key-commands">
        <h3>Commands, in the line at the foot</h3>
        <dl>
          {verbs.map((verb) => (
            <div key={verb.name}>
              <dt>
                <code>{verb.usage}</code>
              </dt>
              <dd>{verb.does}</dd>
            </div>
          ))}
        </dl>
        <p class="muted small">
          A full stop stands for the open incident. The beginning of a number is enough when no other begins so. Tab completes, ↑ brings
          back what was sent before.
        </p>
      </section>
    </Dialog>
  );
}

function PriorityDialog({ desk, row, onClose }: IncidentDialogProps) {
  const priority = useSignal(row.priority);
  const reason = useSignal('');
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'priority',
      (hub, commandId) => hub.ChangePriority({ commandId, emergencyId: row.id, priority: priority.value, reason: reason.value.trim() }),
      'Priority changed.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
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

function CancelDialog({ desk, row, onClose }: IncidentDialogProps) {
  const reason = useSignal('');
  const units = row.assignments.filter((unit) => isLive(unit.status)).map((unit) => unit.callSign);
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'cancel',
      (hub, commandId) => hub.Cancel({ commandId, emergencyId: row.id, reason: reason.value.trim() }),
      'The incident is cancelled.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
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
        {row.complaintLabel}, priority {row.priority}.{' '}
        {units.length === 0 ? 'No unit is on it.' : `${units.join(', ')} ${units.length === 1 ? 'is' : 'are'} stood down and told why.`}
      </p>
    </ReasonDialog>
  );
}

function StrikeDialog({ desk, row, onClose }: IncidentDialogProps) {
  const level = row.alarmLevel + 1;
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'strike',
      (hub, commandId) => hub.StrikeAlarm({ commandId, emergencyId: row.id, level }),
      `Alarm level ${level} is struck.`,
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
      title={`Strike alarm level ${level}`}
      word={`Strike level ${level}`}
      busyName="strike"
      ready
      onSend={send}
      onClose={onClose}
    >
      <p>
        The units that the response plan names for level {level} come on top for {row.number}, {row.complaintLabel}.
      </p>
    </ReasonDialog>
  );
}

function WithdrawDialog({ desk, row, need, onClose }: IncidentDialogProps & { need: number }) {
  const reason = useSignal('');
  const role = row.needs.find((candidate) => candidate.number === need)?.role ?? 'It';
  const send = async (): Promise<void> => {
    const outcome = await desk.ask(
      'withdraw',
      (hub, commandId) => hub.WithdrawNeed({ commandId, emergencyId: row.id, need, reason: reason.value.trim() }),
      'It is no longer asked for.',
    );
    if (outcome.error === null) onClose();
  };
  return (
    <ReasonDialog
      desk={desk}
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
