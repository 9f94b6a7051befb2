import type { Signal } from '@preact/signals';
import { isNoTime } from '../time/earlier';
import { Field } from './Fields';

/** The time of the doing, beside that of the entry. */
export function EarlierTime({ label, value }: { label: string; value: Signal<string> }) {
  const error = isNoTime(value.value) ? 'Write hours and minutes, such as 14:05.' : null;
  return (
    <Field
      label={label}
      placeholder="14:05"
      maxLength={5}
      value={value.value}
      error={error}
      onInput={(next) => {
        value.value = next;
      }}
      testId="earlier-time"
    />
  );
}
