import { useSignal } from '@preact/signals';
import type { PlansHistoryEntry } from '../../lib/contracts/responsePlans';
import { Button, ErrorNotice, toast, WrittenText } from '../../lib/ui';
import { ChangeList } from './ChangeList';
import type { PlanBook } from './planBook';
import { changesBetween } from './planRows';

const shownAtFirst = 8;

/** Who published what, when and why, the newest first. */
export function History({ book, editable }: { book: PlanBook; editable: boolean }) {
  const all = useSignal(false);
  const entries = book.history.value;
  const fault = book.historyFault.value;
  if (entries === null && fault === null) return null;
  const shown = all.value ? (entries ?? []) : (entries ?? []).slice(0, shownAtFirst);
  const older = (entries?.length ?? 0) - shown.length;
  return (
    <section class="stack stack-3" aria-labelledby="plans-history">
      <h2 id="plans-history">History</h2>
      {fault !== null && (
        <ErrorNotice
          title={entries === null ? 'The history could not be read' : 'The history could not be read again: what is shown may be old'}
          error={fault}
        />
      )}
      {entries?.length === 0 && <p class="muted">Nothing has been published yet. The plans are those that come with the product.</p>}
      {shown.length > 0 && (
        <ol class="card card-flush plan-history">
          {shown.map((entry, index) => (
            <Entry key={entry.version} book={book} entry={entry} before={entries?.[index + 1] ?? null} editable={editable} />
          ))}
        </ol>
      )}
      {older > 0 && (
        <div class="row">
          <Button
            onClick={() => {
              all.value = true;
            }}
          >
            Show {older} older
          </Button>
        </div>
      )}
    </section>
  );
}

interface EntryProps {
  book: PlanBook;
  entry: PlansHistoryEntry;
  /** What was published before it; null when it is not known here. */
  before: PlansHistoryEntry | null;
  editable: boolean;
}

function Entry({ book, entry, before, editable }: EntryProps) {
  const isOld = entry.version !== book.published.value?.version;
  const take = (): void => {
    book.takeRowsOf(entry);
    toast(
      book.changes.peek().length === 0
        ? 'The plans are as they were then: nothing to change.'
        : `The rows of version ${entry.version} are in the draft. Nothing is published yet.`,
    );
  };
  return (
    <li data-testid="history-entry" data-version={entry.version}>
      <p class="row row-between">
        <strong class="numerals">Version {entry.version}</strong>
        <span class="muted small numerals">
          {entry.byName},{' '}
          <time dateTime={entry.at}>{new Date(entry.at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}</time>
        </span>
      </p>
      <p class="plan-note">
        <WrittenText text={entry.note} />
      </p>
      <div class="row row-2">
        {before !== null && (
          <details>
            <summary>What changed</summary>
            <Changes entry={entry} before={before} />
          </details>
        )}
        {isOld && editable && book.changes.value.length === 0 && (
          <Button kind="quiet" onClick={take} testId="take-version">
            Draft from version {entry.version}
          </Button>
        )}
      </div>
    </li>
  );
}

function Changes({ entry, before }: { entry: PlansHistoryEntry; before: PlansHistoryEntry }) {
  const changes = changesBetween(before.rows, entry.rows);
  return changes.length === 0 ? <p class="muted small">The rows are the same as before.</p> : <ChangeList changes={changes} />;
}
