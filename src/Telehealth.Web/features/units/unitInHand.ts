import { computed, type ReadonlySignal } from '@preact/signals';
import type { AssignmentRow, EmergencyRow } from '../../lib/contracts/dispatching';
import type { UnitRow } from '../../lib/contracts/units';
import { isJob, isLive } from '../emergencies/labels';

/** What is selected and open on the board. */
export interface Chosen {
  readonly unitId: ReadonlySignal<string | null>;
  readonly openRow: ReadonlySignal<EmergencyRow | null>;
  readonly units: ReadonlySignal<ReadonlyMap<string, UnitRow>>;
  readonly emergencies: ReadonlySignal<ReadonlyMap<string, EmergencyRow>>;
}

/** The unit that keys act upon: the selected one and its job, else the first of the open incident. */
export class UnitInHand {
  /** Null when none is selected. */
  readonly selected = computed<UnitRow | null>(() => this.chosen.units.value.get(this.chosen.unitId.value ?? '') ?? null);
  readonly job = computed<{ emergency: EmergencyRow; assignment: AssignmentRow } | null>(() => {
    const unit = this.selected.value;
    const { openRow, emergencies } = this.chosen;
    const emergency = unit === null ? openRow.value : (emergencies.value.get(unit.emergencyId ?? '') ?? null);
    const live = emergency?.assignments.filter((row) => isLive(row.status) && (unit === null || row.unitId === unit.id)) ?? [];
    const assignment = live.find((row) => isJob(row.status)) ?? live[0];
    return emergency === null || assignment === undefined ? null : { emergency, assignment };
  });

  constructor(private readonly chosen: Chosen) {}
}
