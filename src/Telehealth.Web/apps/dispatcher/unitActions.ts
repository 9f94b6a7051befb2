import { isJob } from '../../lib/incidents/words';
import type { ConsoleAction } from './actions';
import type { DispatchConsole } from './dispatchConsole';
import type { UnitDialog } from './openDialog';
import { nextGroup, nextSort } from './unitBoard';

/** What is done to the unit in hand: the selected one, else the first of the open incident. */
export function unitActions(desk: DispatchConsole): ConsoleAction[] {
  const act = (kind: UnitDialog['kind']) => (): void => {
    const inHand = desk.inHand.peek();
    if (inHand !== null) desk.dialog.value = { kind, emergency: inHand.emergency, assignmentId: inHand.assignment.id };
  };
  const status = () => desk.inHand.peek()?.assignment.status;
  const working = (): boolean => isJob(status() ?? 'clear');
  const underWay = (): boolean => ['accepted', 'enRoute'].includes(status() ?? '');
  const job = (): string | null => desk.selectedUnit.peek()?.emergencyId ?? null;
  const idle = () => {
    const unit = desk.selectedUnit.peek();
    return unit !== null && (unit.status === 'available' || unit.status === 'unavailable') ? unit : null;
  };
  const report = (): void => {
    const unit = idle();
    if (unit !== null) desk.dialog.value = { kind: 'availability', unit };
    else act('status')();
  };
  const showFixes = (): void => {
    const unit = desk.selectedUnit.peek();
    if (unit !== null) desk.dialog.value = { kind: 'fixes', unit };
  };
  return [
    { name: 'status', key: 't', label: 'Status by radio', group: 'Unit', perform: report, possible: () => idle() !== null || working() },
    { name: 'divert', key: 'v', label: 'Divert', group: 'Unit', perform: act('divert'), possible: underWay },
    {
      name: 'relieve',
      key: 'h',
      label: 'Relieve on scene',
      group: 'Unit',
      perform: act('relieve'),
      possible: () => working() && !underWay(),
    },
    { name: 'reassign', key: 'r', label: 'Replace', group: 'Unit', perform: act('reassign'), possible: () => desk.inHand.peek() !== null },
    {
      name: 'standDown',
      key: 'd',
      label: 'Stand down',
      group: 'Unit',
      perform: act('standDown'),
      possible: () => desk.inHand.peek() !== null,
    },
    { name: 'hospital', key: 'c', label: 'Choose hospital', group: 'Unit', perform: act('hospital'), possible: working },
    { name: 'fixes', key: 'F', label: 'Positions', group: 'Unit', perform: showFixes, possible: () => desk.selectedUnit.peek() !== null },
    {
      name: 'openJob',
      key: 'i',
      label: "Open the unit's incident",
      group: 'Unit',
      perform: () => desk.open(job()),
      possible: () => job() !== null && job() !== desk.openId.peek(),
    },
    {
      name: 'unitFilter',
      key: 'b',
      label: 'Next filter of the units',
      group: 'Unit',
      perform: () => {
        desk.unitView.value = nextGroup(desk.unitView.peek());
      },
    },
    {
      name: 'unitSort',
      key: 'B',
      label: 'Next order of the units',
      group: 'Unit',
      perform: () => {
        desk.unitView.value = nextSort(desk.unitView.peek());
      },
    },
  ];
}
