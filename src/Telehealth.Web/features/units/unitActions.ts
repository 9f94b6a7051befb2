import type { ReadonlySignal } from '@preact/signals';
import type { ConsoleAction } from '../../lib/actions/actions';
import { isJob, isUnderWay } from '../emergencies/labels';
import type { ShiftDialog, UnitDialog } from './unitDialog';
import type { UnitInHand } from './unitInHand';
import type { UnitList } from './unitList';
import { nextGroup, nextSort } from './unitView';

export interface UnitControls {
  readonly inHand: UnitInHand;
  readonly list: Pick<UnitList, 'view'>;
  readonly openId: ReadonlySignal<string | null>;
  open(emergencyId: string | null): void;
  showDialog(dialog: UnitDialog | ShiftDialog): void;
}

/** What is done to the unit in hand: the selected one, else the first of the open incident. */
export function unitActions({ inHand, list, openId, open, showDialog }: UnitControls): ConsoleAction[] {
  const act = (kind: UnitDialog['kind']) => (): void => {
    const job = inHand.job.peek();
    if (job !== null) showDialog({ kind, emergency: job.emergency, assignmentId: job.assignment.id });
  };
  const status = () => inHand.job.value?.assignment.status;
  const hasUnit = (): boolean => inHand.job.value !== null;
  const working = (): boolean => isJob(status() ?? 'clear');
  const underWay = (): boolean => isUnderWay(status() ?? 'clear');
  const onTheSpot = (): boolean => working() && !underWay();
  const jobId = (): string | null => inHand.selected.value?.emergencyId ?? null;
  const idle = () => {
    const unit = inHand.selected.value;
    return unit !== null && (unit.status === 'available' || unit.status === 'unavailable') ? unit : null;
  };
  const report = (): void => {
    const unit = idle();
    if (unit !== null) showDialog({ kind: 'availability', unit });
    else act('status')();
  };
  const showFixes = (): void => {
    const unit = inHand.selected.peek();
    if (unit !== null) showDialog({ kind: 'fixes', unit });
  };
  const group = 'Unit';
  return [
    { name: 'status', key: 't', label: 'Status by radio', group, perform: report, possible: () => idle() !== null || working() },
    { name: 'divert', key: 'v', label: 'Divert', group, perform: act('divert'), possible: underWay },
    { name: 'relieve', key: 'h', label: 'Relieve on scene', group, perform: act('relieve'), possible: onTheSpot },
    { name: 'reassign', key: 'r', label: 'Replace', group, perform: act('reassign'), possible: hasUnit },
    { name: 'standDown', key: 'd', label: 'Stand down', group, perform: act('standDown'), possible: hasUnit },
    { name: 'hospital', key: 'c', label: 'Choose hospital', group, perform: act('hospital'), possible: working },
    { name: 'fixes', key: 'F', label: 'Positions', group, perform: showFixes, possible: () => inHand.selected.value !== null },
    {
      name: 'openJob',
      key: 'i',
      label: "Open the unit's incident",
      group,
      perform: () => open(jobId()),
      possible: () => jobId() !== null && jobId() !== openId.value,
    },
    {
      name: 'unitFilter',
      key: 'b',
      label: 'Next filter of the units',
      group,
      perform: () => {
        list.view.value = nextGroup(list.view.peek());
      },
    },
    {
      name: 'unitSort',
      key: 'B',
      label: 'Next order of the units',
      group,
      perform: () => {
        list.view.value = nextSort(list.view.peek());
      },
    },
  ];
}
