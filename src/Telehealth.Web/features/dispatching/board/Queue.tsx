import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { EmergencyRow } from '../../../lib/contracts/dispatching';
import { emergencyStatusText, missingText, placeMissingText, priorityNames } from '../../emergencies/labels';
import { serverNow } from '../../../lib/time/clock';
import { whenText } from '../../../lib/time/duration';
import { Icon } from '../../../lib/ui/Icon';
import { Duration, EmptyState } from '../../../lib/ui/Surfaces';
import { WrittenText } from '../../../lib/ui/Written';
import type { DeskChoice } from '../../areas/deskChoice';
import { DeskSelect } from '../../areas/DeskSelect';
import { OfferCountdown } from './OfferCountdown';
import type { QueueView } from './queueView';
import type { Selection } from './selection';

export interface QueueProps {
  queue: QueueView;
  desks: DeskChoice;
  selection: Pick<Selection, 'openId' | 'open'>;
}

export function Queue({ queue, desks, selection }: QueueProps) {
  const rows = queue.open.value;
  const ended = queue.ended.value;
  const unserved = rows.filter((row) => row.phase === 'unserved').length;
  const line = (row: EmergencyRow) => <QueueRow key={row.id} row={row} desk={desks.chosen.value} selection={selection} />;
  return (
    <section class="pane pane-queue" aria-labelledby="queue-title" data-list="queue">
      <header class="pane-head">
        <h2 id="queue-title">
          Queue <span class="pane-count numerals">{rows.length}</span>
        </h2>
        {unserved > 0 && <span class="flag-unserved">{unserved} unserved</span>}
      </header>
      <Filter text={queue.filter} />
      <DeskSelect desks={desks} elsewhere={queue.elsewhere} />
      <div class="pane-body">
        {rows.length === 0 && <NothingOpen filtered={queue.filter.value !== ''} desk={desks.chosen.value} />}
        <ul>{rows.map(line)}</ul>
        {ended.length > 0 && (
          <details class="ended">
            <summary data-list-row tabIndex={0}>
              Ended in the last hour <span class="pane-count numerals">{ended.length}</span>
            </summary>
            <ul>{ended.map(line)}</ul>
          </details>
        )}
      </div>
    </section>
  );
}

function NothingOpen({ filtered, desk }: { filtered: boolean; desk: string | null }) {
  return filtered ? (
    <EmptyState icon="search" title="Nothing matches the filter" />
  ) : (
    <EmptyState icon="check" title={desk === null ? 'No open emergencies' : `No open emergencies at desk ${desk}`}>
      New ones appear here by themselves.
    </EmptyState>
  );
}

function Filter({ text }: { text: Signal<string> }) {
  const input = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      text.value = '';
      input.current?.blur();
      event.preventDefault();
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      document.querySelector<HTMLElement>('[data-list="queue"] [data-list-row]')?.focus();
      event.preventDefault();
    }
  };
  return (
    <div class="filter">
      <Icon name="search" size="s" />
      <input
        ref={input}
        id="board-filter"
        type="search"
        dir="auto"
        placeholder="Filter queue and units"
        aria-label="Filter queue and units"
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={onKeyDown}
      />
      <kbd class="key" aria-hidden="true">
        F
      </kbd>
    </div>
  );
}

interface QueueRowProps {
  row: EmergencyRow;
  /** The desk that this console is; null for all. */
  desk: string | null;
  selection: QueueProps['selection'];
}

function QueueRow({ row, desk, selection }: QueueRowProps) {
  const open = selection.openId.value === row.id;
  return (
    <li>
      <button
        type="button"
        class="queue-row"
        data-list-row
        data-testid="queue-row"
        data-emergency={row.id}
        data-phase={row.phase}
        data-priority={row.priority}
        data-number={row.number}
        aria-current={open || undefined}
        onClick={() => selection.open(row.id)}
      >
        <span class={`priority priority-${row.priority}`} title={priorityNames[row.priority]} data-over={row.endedAt !== null}>
          P{row.priority}
        </span>
        <span class="queue-main">
          <span class="queue-title">{row.complaintLabel}</span>
          <WrittenText class="queue-text" text={row.description || 'No description'} />
          <Foot row={row} desk={desk} />
        </span>
        <Side row={row} />
      </button>
    </li>
  );
}

function Foot({ row, desk }: Pick<QueueRowProps, 'row' | 'desk'>) {
  const over = row.endedAt !== null;
  const missing = over ? null : missingText(row);
  const placeMissing = over ? null : placeMissingText(row);
  return (
    <span class="queue-foot">
      {placeMissing !== null && (
        <span class="missing-flag" data-testid="queue-no-place">
          {placeMissing}
        </span>
      )}
      {row.unverified && (
        <span class="missing-flag" data-testid="queue-unverified">
          not signed in
        </span>
      )}
      {missing !== null && (
        <span class="missing-flag numerals" data-testid="queue-missing">
          {missing}
        </span>
      )}
      <span class="phase" data-phase={row.phase}>
        {emergencyStatusText(row)}
      </span>
      <OfferCountdown row={row} />
      {row.desk !== null && row.desk !== desk && <span class="queue-desk">Desk {row.desk}</span>}
    </span>
  );
}

function Side({ row }: { row: EmergencyRow }) {
  return (
    <span class="queue-side numerals">
      {row.endedAt === null ? (
        <span class="queue-age" title="Waiting since it was raised">
          <Duration since={row.raisedAt} />
        </span>
      ) : (
        <span class="queue-age">{whenText(row.endedAt, serverNow.peek()).replace('today ', '')}</span>
      )}
      <span class="queue-number">{row.number}</span>
      {row.endedAt === null && (
        <span class="queue-word" data-priority={row.priority}>
          {priorityNames[row.priority]}
        </span>
      )}
    </span>
  );
}
