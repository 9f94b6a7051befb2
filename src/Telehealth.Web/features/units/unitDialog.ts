import type { EmergencyRow } from '../../lib/contracts/dispatching';
import type { UnitRow } from '../../lib/contracts/units';

/** A dialog about one unit of a response. */
export interface UnitDialog {
  kind: 'status' | 'standDown' | 'divert' | 'relieve' | 'reassign' | 'hospital';
  emergency: EmergencyRow;
  assignmentId: string;
  /** Where a diversion goes. */
  toId?: string;
}

/** A dialog about a unit, whether it has a job or not. */
export interface ShiftDialog {
  kind: 'availability' | 'fixes';
  unit: UnitRow;
}
