import type { Signal } from '@preact/signals';
import { Field } from '../../lib/ui';
import { isNoTime } from './earlier';

/** The time of the doing, beside that of the entry. */
export function EarlierTime({ label, value }: { label: string; value: Signal<string> }) {
  return (
    <Field
      label={label}
      placeholder="14:05"
      maxLength={5}
      value={value.value}
      error={isNoTime(value.value) ? 'Write hours and minutes, such as 14:05.' : null}
      onInput={(next) => {
        value.value = next;
      }}
      testId="earlier-time"
    />
  );
}
