import { exactTime } from '../../lib/time';
import { Duration, Icon } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

/** Said to a screen reader once, when the mode changes; the numbers that tick here are for the eye. */
export function ModeBanner({ desk }: { desk: DispatchConsole }) {
  const mode = desk.rows.mode.value;
  if (mode === null || !mode.overload) return null;
  return (
    <section class="mode" aria-label="Overload" data-testid="mode-overload">
      <Icon name="alert" />
      <span class="mode-title">Overload</span>
      <span class="mode-since numerals nowrap">
        since {exactTime(mode.since).slice(0, 5)} (<Duration since={mode.since} />)
      </span>
      <span class="mode-count">
        <strong class="numerals">{mode.waiting}</strong> waiting
      </span>
      <span class="mode-count">
        <strong class="numerals">{mode.free}</strong> free
      </span>
      <span class="mode-rule">The queue goes by priority and age. Jobs are kept for units that are soon clear.</span>
    </section>
  );
}
