import type { DispatchMode } from '../../../lib/contracts/dispatching';

/** The mode in sentences: what it is, and what is different while it lasts. */
export function overloadText(mode: DispatchMode): string {
  const waiting = mode.waiting === 1 ? '1 emergency waits for a unit' : `${mode.waiting} emergencies wait for a unit`;
  const free = mode.free === 1 ? '1 unit is free' : `${mode.free === 0 ? 'no' : mode.free} units are free`;
  return mode.overload
    ? `Overload: ${waiting}, ${free}. The queue is in order of priority and age, and jobs are kept for units that are soon clear.`
    : 'Overload is over: units are sent as usual again.';
}
