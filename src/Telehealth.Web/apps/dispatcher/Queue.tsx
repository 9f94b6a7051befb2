import { useRef } from 'preact/hooks';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { emergencyStatusWords, missingWords, placeMissingWords, priorityNames } from '../../lib/incidents/words';
import { clockDuration, whenWords, serverNow } from '../../lib/time';
import { Button, Duration, EmptyState, Icon, WrittenText } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

export function Queue({ desk }: { desk: DispatchConsole }) {
  const rows = desk.queue.value;
  const ended = desk.ended.value;
  const unserved = rows.filter((row) => row.phase === 'unserved').length;
  return (
    <section class="pane pane-queue" aria-labelledby="queue-title" data-list="queue">
      <header class="pane-head">
        <h2 id="queue-title">
          Queue <span class="pane-count numerals">{rows.length}</span>
        </h2>
        {unserved > 0 && <span class="flag-unserved">{unserved} unserved</span>}
      </header>
      <Filter desk={desk} />
      <Desks desk={desk} />
      <div class="pane-body">
        {rows.length === 0 && <NothingOpen filtered={desk.filter.value !== ''} desk={desk.desks.chosen.value} />}
        <ul>
          {rows.map((row) => (
            <QueueRow key={row.id} desk={desk} row={row} />
          ))}
        </ul>
        {ended.length > 0 && (
          <details class="ended">
            <summary data-list-row tabIndex={0}>
              Ended within the hour <span class="pane-count numerals">{ended.length}</span>
            </summary>
            <ul>
              {ended.map((row) => (
                <QueueRow key={row.id} desk={desk} row={row} />
              ))}
            </ul>
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

/** Only where the areas name desks. What other desks have is counted, so that nothing is out of sight unsaid. */
function Desks({ desk }: { desk: DispatchConsole }) {
  const { desks, chosen } = desk.desks;
  if (desks.value.length === 0) return null;
  const elsewhere = desk.elsewhere.value;
  const unserved = elsewhere.filter((row) => row.phase === 'unserved').length;
  return (
    <div class="desks" data-testid="desks">
      <label class="desk-choice">
        Desk
        <select id="desk-choice" value={chosen.value ?? ''} onInput={(event) => desk.desks.choose(event.currentTarget.value || null)}>
          <option value="">All desks</option>
          {desks.value.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <kbd class="key" aria-hidden="true">
          D
        </kbd>
      </label>
      {elsewhere.length > 0 && (
        <p class="desk-elsewhere numerals" data-testid="desk-elsewhere">
          <span>
            {elsewhere.length} more at other desks{unserved > 0 && <strong>, {unserved} unserved</strong>}
          </span>
          <Button class="action" kind="quiet" onClick={() => desk.desks.choose(null)} testId="desk-all">
            Show all
          </Button>
        </p>
      )}
    </div>
  );
}

function Filter({ desk }: { desk: DispatchConsole }) {
  const input = useRef<HTMLInputElement>(null);
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
        value={desk.filter.value}
        onInput={(event) => {
          desk.filter.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            desk.filter.value = '';
            input.current?.blur();
            event.preventDefault();
          } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
            document.querySelector<HTMLElement>('[data-list="queue"] [data-list-row]')?.focus();
            event.preventDefault();
          }
        }}
      />
      <kbd class="key" aria-hidden="true">
        F
      </kbd>
    </div>
  );
}

function QueueRow({ desk, row }: { desk: DispatchConsole; row: EmergencyRow }) {
  const open = desk.openId.value === row.id;
  const over = row.endedAt !== null;
  const missing = over ? null : missingWords(row);
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
        onClick={() => desk.open(row.id)}
      >
        <span class={`priority priority-${row.priority}`} title={priorityNames[row.priority]} data-over={over}>
          P{row.priority}
        </span>
        <span class="queue-main">
          <span class="queue-title">{row.complaintLabel}</span>
          <WrittenText class="queue-text" text={row.description || 'No description'} />
          <span class="queue-foot">
            {!over && placeMissingWords(row) !== null && (
              <span class="missing-flag" data-testid="queue-no-place">
                {placeMissingWords(row)}
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
              {emergencyStatusWords(row)}
            </span>
            <OfferCountdown row={row} />
            {row.desk !== null && row.desk !== desk.desks.chosen.value && <span class="queue-desk">Desk {row.desk}</span>}
          </span>
        </span>
        <span class="queue-side numerals">
          {over ? (
            <span class="queue-age">{whenWords(row.endedAt ?? row.raisedAt, serverNow.peek()).replace('today ', '')}</span>
          ) : (
            <span class="queue-age" title="Waiting since it was raised">
              <Duration since={row.raisedAt} />
            </span>
          )}
          <span class="queue-number">{row.number}</span>
          {!over && (
            <span class="queue-word" data-priority={row.priority}>
              {priorityNames[row.priority]}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

/** How long the asked unit still has to answer. */
export function OfferCountdown({ row }: { row: EmergencyRow }) {
  const deadline = row.phase === 'offered' ? (row.assignment?.deadline ?? null) : null;
  if (deadline === null) return null;
  const left = Date.parse(deadline) - serverNow.value;
  return <span class="countdown numerals">{left > 0 ? `answers within ${clockDuration(left)}` : 'time is up'}</span>;
}
