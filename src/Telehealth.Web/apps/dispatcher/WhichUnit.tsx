import type { AssignmentRow, EmergencyRow } from '../../lib/contracts';
import { assignmentWords } from '../../lib/incidents/words';
import { Select } from '../../lib/ui';
import type { DispatchConsole, UnitDialog } from './dispatchConsole';

/** The incident that a dialog is about, as it is now. */
export function rowOf(desk: DispatchConsole, open: UnitDialog): EmergencyRow {
  return desk.rows.emergencies.value.get(open.emergency.id) ?? open.emergency;
}

interface WhichUnitProps {
  units: readonly AssignmentRow[];
  chosen: { value: string };
}

/** Only when there is a choice. */
export function WhichUnit({ units, chosen }: WhichUnitProps) {
  const options = units.map((unit) => ({ value: unit.id, label: `${unit.callSign}, ${assignmentWords[unit.status].toLowerCase()}` }));
  return options.length < 2 ? null : <Select label="Unit" value={chosen.value} options={options} onInput={(value) => { chosen.value = value; }} />;
}
