import { useSignal } from '@preact/signals';
import type { UnitRow } from '../../lib/contracts/units';
import type { IncidentCommands } from '../emergencies/commandSender';
import { ReasonDialog } from '../emergencies/ReasonDialog';

interface AvailabilityDialogProps {
  commands: IncidentCommands;
  unit: UnitRow;
  onClose: () => void;
}

/** For a unit without a job: whether it can be sent, as its crew says by radio. */
export function AvailabilityDialog({ commands, unit, onClose }: AvailabilityDialogProps) {
  const reason = useSignal('');
  const available = unit.status === 'unavailable';
  const send = async (): Promise<void> => {
    const change = { unitId: unit.id, available, reason: available ? null : reason.value.trim() };
    const outcome = await commands.ask('availability', (hub, commandId) => hub.SetUnitAvailability({ ...change, commandId }), 'Reported.');
    if (outcome.error === null) onClose();
  };
  const why = unit.unavailableReason ?? 'no reason was given';
  return (
    <ReasonDialog
      commands={commands}
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
          ? `${unit.callSign} was unavailable: ${why}. The crew said that it can be sent again.`
          : `The crew of ${unit.callSign} said that it cannot be sent now.`}
      </p>
    </ReasonDialog>
  );
}
