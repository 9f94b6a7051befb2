import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Tab } from './selection';

const tabs: readonly { tab: Tab; label: string }[] = [
  { tab: 'queue', label: 'Queue' },
  { tab: 'map', label: 'Map' },
  { tab: 'units', label: 'Units' },
];

interface TabsProps {
  tab: Signal<Tab>;
  queue: ReadonlySignal<readonly unknown[]>;
  units: ReadonlySignal<readonly unknown[]>;
}

/** On a phone: which part of the board is on the screen, and how much stands in the others. */
export function Tabs({ tab: chosen, queue, units }: TabsProps) {
  const counts: Record<Tab, number | null> = { queue: queue.value.length, map: null, units: units.value.length };
  return (
    <nav class="tabs" aria-label="Parts of the board">
      {tabs.map(({ tab, label }) => (
        <button
          key={tab}
          type="button"
          class="tab"
          aria-pressed={chosen.value === tab}
          onClick={() => {
            chosen.value = tab;
          }}
        >
          {label}
          {counts[tab] !== null && <span class="tab-count numerals">{counts[tab]}</span>}
        </button>
      ))}
    </nav>
  );
}
