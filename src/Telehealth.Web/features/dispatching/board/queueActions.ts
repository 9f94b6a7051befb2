import type { ReadonlySignal } from '@preact/signals';
import type { ConsoleAction } from '../../../lib/actions/actions';
import { focusOnceDrawn, moveFocus } from '../../../lib/actions/listFocus';
import type { QueueView } from './queueView';
import type { Selection, Tab } from './selection';

export interface QueueControls {
  readonly queue: Pick<QueueView, 'open'>;
  readonly selection: Pick<Selection, 'tab' | 'open'>;
  /** The desks that can be chosen. */
  readonly desks: { readonly desks: ReadonlySignal<readonly string[]> };
}

/** What goes from list to list and from row to row. */
export function queueActions({ queue, selection, desks }: QueueControls): ConsoleAction[] {
  const goTo = (tab: Tab, selector: string) => (): void => {
    selection.tab.value = tab;
    focusOnceDrawn(selector);
  };
  const openFirst = (): void => selection.open(queue.open.peek()[0]?.id ?? null);
  const group = 'Queue';
  return [
    { name: 'next', key: 'j', alsoKeys: ['ArrowDown'], label: 'Next in the list', group, perform: () => moveFocus(1) },
    { name: 'previous', key: 'k', alsoKeys: ['ArrowUp'], label: 'Previous in the list', group, perform: () => moveFocus(-1) },
    { name: 'open', key: 'Enter', label: 'Open', group, perform: openFirst, possible: () => queue.open.value.length > 0 },
    { name: 'queue', key: 'q', label: 'Go to the queue', group, perform: goTo('queue', '[data-testid="queue-row"]') },
    { name: 'units', key: 'u', label: 'Go to the units', group, perform: goTo('units', '[data-testid="unit-row"]') },
    {
      name: 'desk',
      key: 'D',
      label: 'Choose the desk',
      group,
      perform: goTo('queue', '#desk-choice'),
      possible: () => desks.desks.value.length > 0,
    },
    { name: 'filter', key: 'f', label: 'Filter', group, perform: goTo('queue', '#board-filter') },
  ];
}
