import type { ComponentChildren } from 'preact';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { longestEmergencyReason } from '../../lib/contracts/domain/emergencies';
import { Button } from '../../lib/ui/Button';
import { Dialog } from '../../lib/ui/Dialog';
import { Field } from '../../lib/ui/Fields';
import { ErrorNotice } from '../../lib/ui/Surfaces';
import type { IncidentCommands } from './commandSender';

/** What a dialog about one incident is given. */
export interface IncidentDialogProps {
  commands: IncidentCommands;
  row: EmergencyRow;
  onClose: () => void;
}

export interface ReasonDialogProps {
  commands: Pick<IncidentCommands, 'busy' | 'fault'>;
  title: string;
  word: string;
  busyName: string;
  danger?: boolean;
  wide?: boolean;
  /** Absent when what is done needs none. */
  reason?: { value: string };
  /** When another field than the reason comes first. */
  focusElsewhere?: boolean;
  ready: boolean;
  onSend: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}

/** What changes an incident against the rules asks for a reason, which stands in the timeline. */
export function ReasonDialog(props: ReasonDialogProps) {
  const {
    commands,
    title,
    word,
    busyName,
    danger = false,
    wide = false,
    reason,
    focusElsewhere = false,
    ready,
    onSend,
    onClose,
    children,
  } = props;
  const can = ready && reason?.value.trim() !== '';
  return (
    <Dialog
      title={title}
      wide={wide}
      onClose={onClose}
      testId={`dialog-${busyName}`}
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            busy={commands.busy.value === busyName}
            disabled={!can}
            autoFocus={reason === undefined}
            onClick={() => void onSend()}
            testId={`${busyName}-confirm`}
          >
            {word}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (can) void onSend();
        }}
      >
        {commands.fault.value !== null && <ErrorNotice error={commands.fault.value} />}
        {children}
        {reason !== undefined && (
          <Field
            label="Reason"
            required
            maxLength={longestEmergencyReason}
            autoFocus={!focusElsewhere}
            value={reason.value}
            onInput={(value) => {
              reason.value = value;
            }}
            hint="It is kept in the timeline."
            testId={`${busyName}-reason`}
          />
        )}
      </form>
    </Dialog>
  );
}
