import { alarmActions } from '../../features/dispatching/alarms/alarmActions';
import { queueActions } from '../../features/dispatching/board/queueActions';
import { commandLineId } from '../../features/dispatching/commandLine/commands';
import { incidentActions } from '../../features/dispatching/incident/incidentActions';
import { unitActions } from '../../features/units/unitActions';
import type { ConsoleAction } from '../../lib/actions/actions';
import { focusOn } from '../../lib/actions/listFocus';
import type { DispatchConsole } from './dispatchConsole';

/** Everything that this console can be told by one key, by the part of the page that has the buttons for it. */
export interface ConsoleActions {
  readonly queue: readonly ConsoleAction[];
  readonly incident: readonly ConsoleAction[];
  readonly close: ConsoleAction;
  readonly units: readonly ConsoleAction[];
  readonly alarms: readonly ConsoleAction[];
  readonly page: readonly ConsoleAction[];
}

export function consoleActions(console: DispatchConsole): ConsoleActions {
  const { selection, alarms, silent } = console;
  const open = (emergencyId: string | null): void => selection.open(emergencyId);
  return {
    queue: queueActions(console),
    incident: incidentActions({ ...console, showDialog: console.dialog.show }),
    close: closeAction(console),
    units: unitActions({ inHand: console.inHand, list: console.units, openId: selection.openId, open, showDialog: console.dialog.show }),
    alarms: alarmActions({ alarms, silent, open, showUnit: (unitId) => console.showUnit(unitId) }),
    page: pageActions(console),
  };
}

/** In the order in which the list of keys shows them. */
export function allActions({ queue, incident, close, units, alarms, page }: ConsoleActions): readonly ConsoleAction[] {
  return [...queue, ...incident, close, ...units, ...alarms, ...page];
}

function pageActions({ dialog }: Pick<DispatchConsole, 'dialog'>): ConsoleAction[] {
  const group = 'Console';
  return [
    { name: 'command', key: '/', label: 'Command line', group, perform: () => focusOn(`#${commandLineId}`) },
    { name: 'raise', key: 'e', label: 'New emergency', group, perform: () => dialog.show({ kind: 'raise' }) },
    { name: 'find', key: 'S', label: 'Find', group, perform: () => dialog.show({ kind: 'find' }) },
    { name: 'hospitals', key: 'H', label: 'Hospitals', group, perform: () => dialog.show({ kind: 'hospitals', code: null }) },
    { name: 'posts', key: 'P', label: 'Posts', group, perform: () => dialog.show({ kind: 'posts' }) },
    { name: 'keys', key: '?', label: 'Keys', group, perform: () => dialog.show({ kind: 'keys' }) },
  ];
}

/** One thing at a time: the list of alarms first, then the replay, the selected unit, the incident. */
function closeAction({ alarms, silent, replays, selection }: DispatchConsole): ConsoleAction {
  const close = (): void => {
    if (silent.open.peek()) {
      alarms.openSilentList(false);
      focusOn('[data-testid="silence-count"]');
    } else if (alarms.listOpen.peek()) {
      alarms.openList(false);
      focusOn('[data-testid="alarm-count"]');
    } else if (replays.now.peek() !== null) {
      replays.stop();
    } else if (selection.unitId.peek() !== null && selection.openId.peek() === null) {
      selection.unitId.value = null;
    } else {
      const id = selection.openId.peek();
      selection.open(null);
      focusOn(`[data-testid="queue-row"][data-emergency="${id ?? ''}"]`);
    }
  };
  return {
    name: 'close',
    key: 'Escape',
    label: 'Close',
    group: 'Incident',
    perform: close,
    possible: () => alarms.listOpen.value || silent.open.value || selection.openId.value !== null || selection.unitId.value !== null,
  };
}
