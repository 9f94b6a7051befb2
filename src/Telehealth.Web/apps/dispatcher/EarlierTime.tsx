import type { Signal } from '@preact/signals';
import { serverTimeNow } from '../../lib/realtime';
import { Field } from '../../lib/ui';

const dayMs = 86_400_000;

/** A time of the day that has been, as the dispatcher reads it off the clock; null when nothing was entered. */
export function earlier(text: string, now = serverTimeNow()): string | null {
  const match = /^(\d{1,2})[:.]?(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const at = new Date(now);
  at.setHours(Number(match[1]), Number(match[2]), 0, 0);
  // Later than now is yesterday's: what is entered late was done before.
  return new Date(at.getTime() > now + 60_000 ? at.getTime() - dayMs : at.getTime()).toISOString();
}

/** The time of the doing, beside that of the entry. */
export function EarlierTime({ label, value }: { label: string; value: Signal<string> }) {
  const text = value.value.trim();
  const bad = text !== '' && !/^([01]?\d|2[0-3])[:.]?[0-5]\d$/.test(text);
  return <Field label={label} placeholder="14:05" maxLength={5} value={value.value} error={bad ? 'Write hours and minutes, such as 14:05.' : null} onInput={(next) => { value.value = next; }} testId="earlier-time" />;
}
