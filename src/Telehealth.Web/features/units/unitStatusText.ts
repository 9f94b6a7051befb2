import type { UnitRow, UnitStatus } from '../../lib/contracts/units';
import { assignmentLabels } from '../emergencies/labels';

const unitText: Readonly<Record<UnitStatus, string>> = {
  available: 'Available',
  offered: 'Offered',
  assigned: 'Assigned',
  unavailable: 'Unavailable',
  offShift: 'Off shift',
};

/** While a unit has a job its step says more than that it is assigned. */
export function unitStatusText(unit: Pick<UnitRow, 'status' | 'assignmentStatus'>): string {
  return unit.status === 'assigned' && unit.assignmentStatus !== null ? assignmentLabels[unit.assignmentStatus] : unitText[unit.status];
}
