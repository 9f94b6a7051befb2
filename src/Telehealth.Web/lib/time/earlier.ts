import { serverTimeNow } from './clock';

const dayMs = 86_400_000;

const clockTime = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/;

/** Whether something was entered that is no time of the day. */
export const isNoTime = (text: string): boolean => text.trim() !== '' && !clockTime.test(text.trim());

/** A time of the day that has been, as the dispatcher reads it off the clock; null when nothing was entered. */
export function earlier(text: string, now = serverTimeNow()): string | null {
  const match = clockTime.exec(text.trim());
  if (match === null) return null;
  const at = new Date(now);
  at.setHours(Number(match[1]), Number(match[2]), 0, 0);
  // Later than now is yesterday's: what is entered late was done before.
  return new Date(at.getTime() > now + 60_000 ? at.getTime() - dayMs : at.getTime()).toISOString();
}
