import { serverNow, spellDuration, exactTime } from '../time';
import { Button, ErrorNotice, Loading } from '../ui';
import type { Polled } from './polled';

interface NotYetProps<T> {
  of: Polled<T>;
  loading: string;
  /** The title of what is said when it does not come. */
  failed: string;
}

/** Until the first answer: that it is on its way, or why it did not come. */
export function NotYet<T>({ of, loading, failed }: NotYetProps<T>) {
  const fault = of.fault.value;
  return fault === null ? (
    <Loading>{loading}</Loading>
  ) : (
    <ErrorNotice title={failed} error={fault} actions={<Button onClick={() => void of.read()}>Try again</Button>} />
  );
}

/** How old that is what stands below it; and when it could not be read again, that and why. */
export function AsOf<T>({ of, what }: { of: Polled<T>; what: string }) {
  const at = of.at.value;
  const fault = of.fault.value;
  if (at === null) return null;
  const ageMs = serverNow.value - at;
  const age = ageMs < 1_000 ? 'now' : `${spellDuration(ageMs)} ago`;
  return (
    <p class="as-of numerals" data-stale={fault !== null} data-testid="as-of" role={fault === null ? undefined : 'alert'}>
      {fault === null
        ? `As of ${age}.`
        : `${what} could not be read again: this is from ${exactTime(new Date(at).toISOString())}. ${fault.text}`}
      {fault !== null && (
        <Button class="action" onClick={() => void of.read()}>
          Try again
        </Button>
      )}
    </p>
  );
}
