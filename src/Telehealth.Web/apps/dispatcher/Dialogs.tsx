import type { ReadonlySignal } from '@preact/signals';
import { CancelDialog, PriorityDialog, StrikeDialog, WithdrawDialog } from '../../features/dispatching/incident/IncidentDialogs';
import { KeysDialog } from '../../features/dispatching/keys/KeysDialog';
import { FindDialog } from '../../features/dispatching/past/FindDialog';
import { PrintDialog } from '../../features/dispatching/past/PrintDialog';
import { CallerDialog, CorrectDialog, ReopenDialog } from '../../features/emergencies/CorrectionDialogs';
import { RaiseDialog } from '../../features/emergencies/RaiseDialog';
import { ChooseHospitalDialog } from '../../features/hospitals/ChooseHospitalDialog';
import { HospitalsDialog } from '../../features/hospitals/HospitalsDialog';
import { PictureDialog } from '../../features/photos/Pictures';
import { PostsDialog } from '../../features/posts/PostsDialog';
import { AvailabilityDialog } from '../../features/units/AvailabilityDialog';
import { FixesDialog } from '../../features/units/FixesDialog';
import type { UnitDialog } from '../../features/units/unitDialog';
import { UnitDialogs } from '../../features/units/UnitDialogs';
import type { ConsoleAction } from '../../lib/actions/actions';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import type { DispatchConsole } from './dispatchConsole';

/** Whichever dialog is open, with the models that it asks for. */
export function Dialogs({ console, actions }: { console: DispatchConsole; actions: readonly ConsoleAction[] }) {
  const { commands, dialog, rows } = console;
  const open = dialog.open.value;
  const onClose = dialog.close;
  if (open === null) return null;
  switch (open.kind) {
    case 'raise':
      return <RaiseDialog intake={console.intake} protocol={console.protocol} onClose={onClose} />;
    case 'keys':
      return <KeysDialog actions={actions} onClose={onClose} />;
    case 'find':
      return <FindDialog onOpen={(id) => console.selection.open(id)} onClose={onClose} />;
    case 'print':
      return <PrintDialog emergencyId={open.emergencyId} onClose={onClose} />;
    case 'priority':
      return <PriorityDialog commands={commands} row={open.emergency} onClose={onClose} />;
    case 'cancel':
      return <CancelDialog commands={commands} row={open.emergency} onClose={onClose} />;
    case 'strike':
      return <StrikeDialog commands={commands} row={open.emergency} onClose={onClose} />;
    case 'withdraw':
      return <WithdrawDialog commands={commands} row={open.emergency} need={open.need} onClose={onClose} />;
    case 'correct':
      return <CorrectDialog commands={commands} row={open.emergency} protocol={console.protocol} onClose={onClose} />;
    case 'caller':
      return <CallerDialog commands={commands} row={open.emergency} onClose={onClose} />;
    case 'reopen':
      return <ReopenDialog commands={commands} row={open.emergency} onClose={onClose} />;
    case 'availability':
      return <AvailabilityDialog commands={commands} unit={open.unit} onClose={onClose} />;
    case 'fixes':
      return <FixesDialog unit={open.unit} fixes={rows.fixes} onClose={onClose} />;
    case 'hospitals':
      return <HospitalsDialog hospitals={console.hospitals} code={open.code} onClose={onClose} />;
    case 'posts':
      return <PostsDialog board={console} onClose={onClose} />;
    case 'picture':
      return (
        <PictureDialog
          all={console.pictures.all.value}
          picture={open.picture}
          onClose={onClose}
          onOpen={(picture) => dialog.show({ kind: 'picture', picture })}
        />
      );
    default:
      return <OfUnit console={console} open={open} />;
  }
}

/** About one unit of a response. */
function OfUnit({ console, open }: { console: DispatchConsole; open: UnitDialog }) {
  const { commands, dialog, incident, rows } = console;
  const row = rowNow(open, rows.emergencies);
  if (open.kind === 'hospital') {
    const onStatus = (code: string): void => {
      commands.forget();
      dialog.show({ kind: 'hospitals', code });
    };
    return (
      <ChooseHospitalDialog
        chooser={console.incidentHospitals}
        row={row}
        assignmentId={open.assignmentId}
        onStatus={onStatus}
        onClose={dialog.close}
      />
    );
  }
  return (
    <UnitDialogs
      open={open}
      row={row}
      commands={commands}
      queue={rows.queue}
      roster={rows.roster}
      onClose={dialog.close}
      recommendation={incident.id.value === row.id ? incident.recommendation.value : null}
    />
  );
}

function rowNow(open: UnitDialog, rows: ReadonlySignal<ReadonlyMap<string, EmergencyRow>>): EmergencyRow {
  return rows.value.get(open.emergency.id) ?? open.emergency;
}
