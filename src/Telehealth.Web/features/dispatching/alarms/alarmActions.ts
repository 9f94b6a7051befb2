import type { ConsoleAction } from '../../../lib/actions/actions';
import { focusOnceDrawn } from '../../../lib/actions/listFocus';
import type { SilentUnits } from '../../units/silentUnits';
import type { Alarms } from './alarms';

export interface AlarmControls {
  readonly alarms: Alarms;
  readonly silent: SilentUnits;
  open(emergencyId: string): void;
  showUnit(unitId: string): void;
}

/** What is done to the alarms of emergencies and of silent units; the former come first. */
export function alarmActions(on: AlarmControls): ConsoleAction[] {
  const { alarms, silent } = on;
  const group = 'Alarms';
  return [
    {
      name: 'acknowledge',
      key: 'y',
      label: 'Acknowledge the first alarm, or the one that has the focus',
      group,
      possible: () => alarms.pending.value.length + silent.pending.value.length > 0,
      perform: () => acknowledgeFirst(on),
    },
    {
      name: 'alarms',
      key: 'A',
      label: 'All alarms',
      group,
      possible: () => alarms.pending.value.length + silent.all.value.length > 0,
      perform: () => nextList(on),
    },
    {
      name: 'openAlarm',
      key: 'o',
      label: 'Open the incident of the first alarm, or show the unit',
      group,
      possible: () => (alarms.pending.value[0]?.emergencyId ?? silent.all.value[0]) != null,
      perform: () => openFirst(on),
    },
    {
      name: 'mute',
      key: 'm',
      label: 'Mute for one minute, or sound again',
      group,
      possible: () => alarms.bell.pending.value.length > 0,
      perform: () => (alarms.bell.muted.peek() ? alarms.bell.unmute() : alarms.bell.mute()),
    },
  ];
}

/** What has the focus; else the first alarm of an emergency, and only then the unit that is silent for longest. */
function acknowledgeFirst({ alarms, silent }: AlarmControls): void {
  const focused = (name: string): string | undefined => document.activeElement?.closest<HTMLElement>(`[data-${name}]`)?.dataset[name];
  const focusedUnit = silent.pending.peek().find((unit) => unit.id === focused('silent'));
  const alarm = focused('alarm') ?? alarms.pending.peek()[0]?.id;
  const unit = focusedUnit ?? (alarm === undefined ? silent.pending.peek()[0] : undefined);
  if (unit !== undefined) void silent.acknowledge(unit);
  else if (alarm !== undefined) void alarms.acknowledge(alarm);
}

/** First the emergencies', then the units', then none. */
function nextList({ alarms, silent }: AlarmControls): void {
  if (silent.open.peek()) alarms.openSilentList(false);
  else if (alarms.pending.peek().length > 0 && !alarms.listOpen.peek()) alarms.openList(true);
  else if (silent.all.peek().length > 0) alarms.openSilentList(true);
  else alarms.openList(false);
  const list = alarms.listOpen.peek() ? 'alarms' : silent.open.peek() ? 'silence' : null;
  focusOnceDrawn(list === null ? '.alarm-count' : `[data-list="${list}"] [data-list-row]`);
}

function openFirst({ alarms, silent, open, showUnit }: AlarmControls): void {
  const emergencyId = alarms.pending.peek()[0]?.emergencyId;
  const unit = silent.all.peek()[0];
  if (emergencyId != null) open(emergencyId);
  else if (unit !== undefined) showUnit(unit.id);
}
