import type { CrewPicture } from '../../features/photos/crewPictures';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import type { UnitRow } from '../../lib/contracts/units';

/** Which dialog lies over the board, and what it is about. */
export type OpenDialog =
  | { kind: 'raise' }
  | { kind: 'keys' | 'find' }
  | { kind: 'print'; emergencyId: string }
  | { kind: 'priority' | 'cancel' | 'strike' | 'correct' | 'caller' | 'reopen'; emergency: EmergencyRow }
  | { kind: 'withdraw'; emergency: EmergencyRow; need: number }
  | { kind: 'availability' | 'fixes'; unit: UnitRow }
  | { kind: 'hospitals'; code: string | null }
  | { kind: 'posts' }
  | { kind: 'picture'; picture: CrewPicture }
  | UnitDialog;

/** About one unit of a response. */
export interface UnitDialog {
  kind: 'status' | 'standDown' | 'divert' | 'relieve' | 'reassign' | 'hospital';
  emergency: EmergencyRow;
  assignmentId: string;
  /** Where a diversion goes. */
  toId?: string;
}
