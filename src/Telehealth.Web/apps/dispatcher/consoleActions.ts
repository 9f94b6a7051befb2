import { isOpen } from '../../lib/incidents/words';
import { serverTimeNow } from '../../lib/time';
import type { ConsoleAction } from './actions';
import { commandLineId } from './commandLine/commands';
import type { DispatchConsole } from './dispatchConsole';
import { unitActions } from './unitActions';

/** The server has the last word: this only decides whether the button is shown. */
const reopenWithinMs = 15 * 60_000;

/** Everything that this console can be told by one key. */
export function consoleActions(desk: DispatchConsole): readonly ConsoleAction[] {
  return [...queueActions(desk), ...incidentActions(desk), ...unitActions(desk), ...alarmActions(desk), ...deskActions(desk)];
}

function queueActions(desk: DispatchConsole): ConsoleAction[] {
  return [
    { name: 'next', key: 'j', alsoKeys: ['ArrowDown'], label: 'Next in the list', group: 'Queue', perform: () => moveFocus(1) },
    { name: 'previous', key: 'k', alsoKeys: ['ArrowUp'], label: 'Previous in the list', group: 'Queue', perform: () => moveFocus(-1) },
    {
      name: 'open',
      key: 'Enter',
      label: 'Open',
      group: 'Queue',
      perform: () => openFirst(desk),
      possible: () => desk.queue.peek().length > 0,
    },
    { name: 'queue', key: 'q', label: 'Go to the queue', group: 'Queue', perform: () => goTo(desk, 'queue', '[data-testid="queue-row"]') },
    { name: 'units', key: 'u', label: 'Go to the units', group: 'Queue', perform: () => goTo(desk, 'units', '[data-testid="unit-row"]') },
    {
      name: 'desk',
      key: 'D',
      label: 'Choose the desk',
      group: 'Queue',
      perform: () => goTo(desk, 'queue', '#desk-choice'),
      possible: () => desk.desks.desks.peek().length > 0,
    },
    { name: 'filter', key: 'f', label: 'Filter', group: 'Queue', perform: () => goTo(desk, 'queue', '#board-filter') },
  ];
}

/** The same objects make the incident's buttons. */
export function incidentActions(desk: DispatchConsole): ConsoleAction[] {
  const openRow = (): boolean => desk.openRow.peek() !== null;
  const stillOpen = (): boolean => isOpen(desk.openRow.peek()?.phase ?? 'completed');
  const searching = (): boolean => ['searching', 'unserved'].includes(desk.openRow.peek()?.phase ?? '');
  const justEnded = (): boolean => {
    const ended = desk.openRow.peek()?.endedAt ?? null;
    return ended !== null && serverTimeNow() - Date.parse(ended) < reopenWithinMs;
  };
  const dialog = (kind: 'priority' | 'cancel' | 'strike' | 'correct' | 'caller' | 'reopen') => (): void => {
    const emergency = desk.openRow.peek();
    desk.dialog.value = emergency === null ? null : { kind, emergency };
  };
  return [
    {
      name: 'assign',
      key: 'a',
      label: 'Choose a unit',
      group: 'Incident',
      perform: () => focusOn('.candidate button:enabled'),
      possible: stillOpen,
    },
    {
      name: 'response',
      key: 'g',
      label: 'Go to the response',
      group: 'Incident',
      perform: () => focusOn('[data-list="response"] [data-list-row]'),
      possible: stillOpen,
    },
    { name: 'strike', key: 'l', label: 'Strike the next alarm level', group: 'Incident', perform: dialog('strike'), possible: stillOpen },
    { name: 'search', key: 's', label: 'Search again', group: 'Incident', perform: () => void desk.searchAgain(), possible: searching },
    { name: 'priority', key: 'p', label: 'Priority', group: 'Incident', perform: dialog('priority'), possible: stillOpen },
    { name: 'correct', key: 'E', label: 'Correct', group: 'Incident', perform: dialog('correct'), possible: stillOpen },
    { name: 'caller', key: 'C', label: 'Add a caller', group: 'Incident', perform: dialog('caller'), possible: stillOpen },
    { name: 'reopen', key: 'R', label: 'Open again', group: 'Incident', perform: dialog('reopen'), possible: justEnded },
    { name: 'note', key: 'n', label: 'Note', group: 'Incident', perform: () => focusOn('#incident-note'), possible: openRow },
    {
      name: 'pictures',
      key: 'z',
      label: 'Go to the pictures',
      group: 'Incident',
      perform: () => focusOn('.thumbnail'),
      possible: () => openRow() && desk.pictures.all.peek().length > 0,
    },
    {
      name: 'replay',
      key: 'w',
      label: 'Replay',
      group: 'Incident',
      perform: () => toggleReplay(desk),
      possible: () => desk.incident.peek() !== null,
    },
    { name: 'cancel', key: 'x', label: 'Cancel incident', group: 'Incident', perform: dialog('cancel'), possible: stillOpen },
    {
      name: 'close',
      key: 'Escape',
      label: 'Close',
      group: 'Incident',
      perform: () => closeIncident(desk),
      possible: () =>
        desk.alarmsOpen.peek() || desk.silence.open.peek() || desk.openId.peek() !== null || desk.selectedUnitId.peek() !== null,
    },
  ];
}

function alarmActions(desk: DispatchConsole): ConsoleAction[] {
  return [
    {
      name: 'acknowledge',
      key: 'y',
      label: 'Acknowledge the first alarm, or the one that has the focus',
      group: 'Alarms',
      possible: () => desk.rows.pending.peek().length + desk.silence.pending.peek().length > 0,
      perform: () => acknowledgeFirst(desk),
    },
    {
      name: 'alarms',
      key: 'A',
      label: 'All alarms',
      group: 'Alarms',
      possible: () => desk.rows.pending.peek().length + desk.silence.all.peek().length > 0,
      perform: () => nextAlarmList(desk),
    },
    {
      name: 'openAlarm',
      key: 'o',
      label: 'Open the incident of the first alarm, or show the unit',
      group: 'Alarms',
      possible: () => (desk.rows.pending.peek()[0]?.emergencyId ?? desk.silence.all.peek()[0]) != null,
      perform: () => openFirstAlarm(desk),
    },
    {
      name: 'mute',
      key: 'm',
      label: 'Mute for one minute, or sound again',
      group: 'Alarms',
      possible: () => desk.bell.pending.peek().length > 0,
      perform: () => (desk.bell.muted.peek() ? desk.bell.unmute() : desk.bell.mute()),
    },
  ];
}

export function deskActions(desk: DispatchConsole): ConsoleAction[] {
  return [
    { name: 'command', key: '/', label: 'Command line', group: 'Console', perform: () => focusOn(`#${commandLineId}`) },
    {
      name: 'raise',
      key: 'e',
      label: 'New emergency',
      group: 'Console',
      perform: () => {
        desk.dialog.value = { kind: 'raise' };
      },
    },
    {
      name: 'find',
      key: 'S',
      label: 'Find',
      group: 'Console',
      perform: () => {
        desk.dialog.value = { kind: 'find' };
      },
    },
    {
      name: 'hospitals',
      key: 'H',
      label: 'Hospitals',
      group: 'Console',
      perform: () => {
        desk.dialog.value = { kind: 'hospitals', code: null };
      },
    },
    {
      name: 'posts',
      key: 'P',
      label: 'Posts',
      group: 'Console',
      perform: () => {
        desk.dialog.value = { kind: 'posts' };
      },
    },
    {
      name: 'keys',
      key: '?',
      label: 'Keys',
      group: 'Console',
      perform: () => {
        desk.dialog.value = { kind: 'keys' };
      },
    },
  ];
}

function focusOn(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  element?.scrollIntoView({ block: 'nearest' });
}

function goTo(desk: DispatchConsole, tab: 'queue' | 'units', selector: string): void {
  desk.tab.value = tab;
  // On a phone the tab has to be drawn before something in it can take the focus.
  requestAnimationFrame(() => focusOn(selector));
}

/** Moves within the list that has the focus; the queue when none has. */
function moveFocus(step: 1 | -1): void {
  const list = document.activeElement?.closest<HTMLElement>('[data-list]') ?? document.querySelector<HTMLElement>('[data-list="queue"]');
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-list-row]') ?? [])].filter((row) => row.offsetParent !== null);
  const present = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[present === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, present + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function openFirst(desk: DispatchConsole): void {
  desk.open(desk.queue.peek()[0]?.id ?? null);
}

function toggleReplay(desk: DispatchConsole): void {
  if (desk.replay.peek() === null) {
    desk.startReplay();
  } else {
    desk.stopReplay();
  }
}

/** One thing at a time: the list of alarms first, then the replay, the selected unit, the incident. */
/** What has the focus; else the first alarm of an emergency, and only then the unit that is silent for longest. */
function acknowledgeFirst(desk: DispatchConsole): void {
  const focus = (name: string): string | undefined => document.activeElement?.closest<HTMLElement>(`[data-${name}]`)?.dataset[name];
  const silent = desk.silence.pending.peek().find((unit) => unit.id === focus('silent'));
  const alarm = focus('alarm') ?? desk.rows.pending.peek()[0]?.id;
  const unit = silent ?? (alarm === undefined ? desk.silence.pending.peek()[0] : undefined);
  if (unit !== undefined) void desk.silence.acknowledge(unit);
  else if (alarm !== undefined) void desk.acknowledge(alarm);
}

/** First the emergencies', then the units', then none. */
function nextAlarmList(desk: DispatchConsole): void {
  const emergencies = desk.rows.pending.peek().length > 0;
  const units = desk.silence.all.peek().length > 0;
  if (desk.silence.open.peek()) desk.openSilent(false);
  else if (emergencies && !desk.alarmsOpen.peek()) desk.openAlarms(true);
  else if (units) desk.openSilent(true);
  else desk.openAlarms(false);
  requestAnimationFrame(() =>
    focusOn(
      desk.alarmsOpen.peek()
        ? '[data-list="alarms"] [data-list-row]'
        : desk.silence.open.peek()
          ? '[data-list="silence"] [data-list-row]'
          : '.alarm-count',
    ),
  );
}

function openFirstAlarm(desk: DispatchConsole): void {
  const emergency = desk.rows.pending.peek()[0]?.emergencyId;
  const unit = desk.silence.all.peek()[0];
  if (emergency != null) desk.open(emergency);
  else if (unit !== undefined) desk.showUnit(unit.id);
}

function closeIncident(desk: DispatchConsole): void {
  if (desk.silence.open.peek()) {
    desk.openSilent(false);
    focusOn('[data-testid="silence-count"]');
    return;
  }
  if (desk.alarmsOpen.peek()) {
    desk.alarmsOpen.value = false;
    focusOn('[data-testid="alarm-count"]');
    return;
  }
  if (desk.replay.peek() !== null) {
    desk.stopReplay();
    return;
  }
  const id = desk.openId.peek();
  if (desk.selectedUnitId.peek() !== null && id === null) {
    desk.selectedUnitId.value = null;
    return;
  }
  desk.open(null);
  focusOn(`[data-testid="queue-row"][data-emergency="${id ?? ''}"]`);
}
