import type { ReadonlySignal } from '@preact/signals';
import type { DispatchMode } from '../../../lib/contracts/dispatching';
import { exactTime } from '../../../lib/time/duration';
import { Icon } from '../../../lib/ui/Icon';
import { Duration } from '../../../lib/ui/Surfaces';

/** Said to a screen reader once, when the mode changes; the numbers that tick here are for the eye. */
export function OverloadBanner({ mode }: { mode: ReadonlySignal<DispatchMode | null> }) {
  const now = mode.value;
  if (now === null || !now.overload) return null;
  return (
    <section class="mode" aria-label="Overload" data-testid="mode-overload">
      <Icon name="alert" />
      <span class="mode-title">Overload</span>
      <span class="mode-since numerals nowrap">
        since {exactTime(now.since).slice(0, 5)} (<Duration since={now.since} />)
      </span>
      <span class="mode-count">
        <strong class="numerals">{now.waiting}</strong> waiting
      </span>
      <span class="mode-count">
        <strong class="numerals">{now.free}</strong> free
      </span>
      <span class="mode-rule">The queue is in order of priority and age. Jobs are kept for units that are soon clear.</span>
    </section>
  );
}
