import type { AssignmentRow } from '../../lib/contracts/dispatching';
import { Select } from '../../lib/ui/Fields';
import { assignmentLabels } from './labels';

interface WhichUnitProps {
  units: readonly AssignmentRow[];
  chosen: { value: string };
}

/** Only when there is a choice. */
export function WhichUnit({ units, chosen }: WhichUnitProps) {
  const options = units.map((unit) => ({ value: unit.id, label: `${unit.callSign}, ${assignmentLabels[unit.status].toLowerCase()}` }));
  return options.length < 2 ? null : (
    <Select
      label="Unit"
      value={chosen.value}
      options={options}
      onInput={(value) => {
        chosen.value = value;
      }}
    />
  );
}
