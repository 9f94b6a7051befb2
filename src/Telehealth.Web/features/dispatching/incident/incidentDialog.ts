import type { EmergencyRow } from '../../../lib/contracts/dispatching';
import type { UnitDialog } from '../../units/unitDialog';

/** A dialog that an incident opens, and what it is about. */
export type IncidentDialog =
  | { kind: 'priority' | 'cancel' | 'strike' | 'correct' | 'caller' | 'reopen'; emergency: EmergencyRow }
  | { kind: 'withdraw'; emergency: EmergencyRow; need: number }
  | { kind: 'print'; emergencyId: string }
  | UnitDialog;

export type ShowIncidentDialog = (dialog: IncidentDialog) => void;
