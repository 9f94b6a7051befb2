import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { mostPlanRows } from '../../lib/contracts/domain/responsePlans';
import type { PlanRow } from '../../lib/contracts/responsePlans';
import { whenText } from '../../lib/time';
import { Button, Dialog, ErrorNotice, Loading, Notice, toast } from '../../lib/ui';
import { ChangeList } from './ChangeList';
import { History } from './History';
import type { PlanBook } from './planBook';
import { PlanList } from './PlanList';
import { PublishDialog } from './PublishDialog';
import { RowDialog } from './RowDialog';
import './plans.css';

type Open = { kind: 'row'; row: PlanRow | null } | { kind: 'publish' } | { kind: 'drop' } | null;

/** Who is sent to which emergency: what holds now, a draft of what shall hold next, and what held before. */
export function PlansPage({ book }: { book: PlanBook }) {
  const open = useSignal<Open>(null);
  useEffect(() => void book.load(), []);
  const close = (): void => {
    open.value = null;
  };
  const chosen = open.value;
  const published = book.published.value;
  const editable = published !== null && book.waiting.value === null;
  return (
    <>
      <div class="page stack stack-6">
        <div class="stack stack-2">
          <div class="row row-between">
            <h1>Response plans</h1>
            {editable && (
              <Button
                icon="plus"
                disabled={book.rows.value.length >= mostPlanRows}
                onClick={() => {
                  open.value = { kind: 'row', row: null };
                }}
                testId="new-row"
              >
                New row
              </Button>
            )}
          </div>
          <p class="muted">
            Who is sent to which emergency. The most specific row applies: its complaint at its priority, then its complaint, then its
            priority, then any.
          </p>
          <Standing book={book} />
        </div>
        <ReadFault book={book} />
        {published === null && book.fault.value === null && <Loading />}
        {book.waiting.value !== null && (
          <Meanwhile
            book={book}
            onDrop={() => {
              open.value = { kind: 'drop' };
            }}
          />
        )}
        {published !== null && (
          <>
            <Warnings book={book} />
            <PlanList
              book={book}
              editable={editable}
              onOpen={(row) => {
                open.value = { kind: 'row', row };
              }}
            />
            {editable && book.changes.value.length > 0 && (
              <DraftBar
                book={book}
                onPublish={() => {
                  open.value = { kind: 'publish' };
                }}
                onDrop={() => {
                  open.value = { kind: 'drop' };
                }}
              />
            )}
          </>
        )}
        <History book={book} editable={editable} />
      </div>
      {chosen?.kind === 'row' && <RowDialog book={book} row={chosen.row} onClose={close} />}
      {chosen?.kind === 'publish' && <PublishDialog book={book} onClose={close} />}
      {chosen?.kind === 'drop' && <DropDialog book={book} onClose={close} />}
    </>
  );
}

/** Which version this is and when it was read: another page may publish at any time. */
function Standing({ book }: { book: PlanBook }) {
  const published = book.published.value;
  const readAt = book.readAt.value;
  if (published === null || readAt === null) return null;
  const entry = book.history.value?.find((known) => known.version === published.version);
  return (
    <div class="row row-2 small muted plans-standing">
      <span class="numerals" role="status" data-testid="plans-version" data-version={published.version}>
        {published.version === 0 ? 'The plans that ship with the product' : `Version ${published.version}`}
        {entry !== undefined && `, published by ${entry.byName} ${whenText(entry.at, Date.now())}`}, read at{' '}
        {readAt.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
      </span>
      <Button kind="quiet" icon="refresh" busy={book.busy.value === 'read'} onClick={() => void book.load()} testId="plans-refresh">
        Read again
      </Button>
    </div>
  );
}

function ReadFault({ book }: { book: PlanBook }) {
  const fault = book.fault.value;
  if (fault === null) return null;
  const title =
    book.published.value === null ? 'The plans could not be read' : 'The plans could not be read again: what is shown may be old';
  return (
    <ErrorNotice
      title={title}
      error={fault}
      actions={
        <Button icon="refresh" busy={book.busy.value === 'read'} onClick={() => void book.load()}>
          Try again
        </Button>
      }
    />
  );
}

/** Somebody else published while this draft was made. It takes the focus, since what is shown has just changed. */
function Meanwhile({ book, onDrop }: { book: PlanBook; onDrop: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const version = book.published.value?.version ?? 0;
  const entry = book.history.value?.find((known) => known.version === version);
  const changes = book.waiting.value ?? [];
  const apply = (): void => {
    book.applyAgain();
    const clashes = book.clashes.peek().length;
    toast(
      clashes === 0
        ? 'Applied. Nothing is published yet.'
        : `Applied. ${clashes === 1 ? 'One row was' : `${clashes} rows were`} changed by both: look at it before you publish.`,
      clashes === 0 ? 'info' : 'warning',
    );
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid="review"]')?.focus());
  };
  return (
    <div ref={box} tabIndex={-1} class="plans-meanwhile">
      <Notice
        tone="warning"
        role="alert"
        title="The plans were changed meanwhile"
        testId="plans-meanwhile"
        actions={
          <>
            <Button kind="primary" onClick={apply} testId="apply-again">
              Apply my changes to version {version}
            </Button>
            <Button onClick={onDrop}>Drop my changes</Button>
          </>
        }
      >
        <div class="stack stack-3">
          <p>
            Version {version} was published
            {entry !== undefined && ` by ${entry.byName} ${whenText(entry.at, Date.now())}: “${entry.note}”`}. It is what is shown below.
            Your draft is kept and not published:
          </p>
          <ChangeList changes={changes} />
        </div>
      </Notice>
    </div>
  );
}

function Warnings({ book }: { book: PlanBook }) {
  const rows = new Set(book.published.value?.warnings.map((warning) => warning.row)).size;
  if (rows === 0) return null;
  return (
    <Notice
      tone="warning"
      role="status"
      title={rows === 1 ? 'One published row cannot be met' : `${rows} published rows cannot be met`}
      testId="plans-warnings"
    >
      Not even by all vehicles together, all of them free. {rows === 1 ? 'It is' : 'They are'} marked below.
    </Notice>
  );
}

function DraftBar({ book, onPublish, onDrop }: { book: PlanBook; onPublish: () => void; onDrop: () => void }) {
  const count = book.changes.value.length;
  const clashes = book.clashes.value.length;
  return (
    <section class="plans-bar" aria-label="Draft" data-testid="draft-bar">
      <p class="grow" role="status">
        <strong>{count === 1 ? 'One change is' : `${count} changes are`} not published.</strong>{' '}
        {clashes > 0 && `${clashes === 1 ? 'One row was' : `${clashes} rows were`} changed by somebody else too.`}
      </p>
      <span class="row row-2">
        <Button onClick={onDrop}>Drop…</Button>
        <Button kind="primary" onClick={onPublish} testId="review">
          Review and publish…
        </Button>
      </span>
    </section>
  );
}

function DropDialog({ book, onClose }: { book: PlanBook; onClose: () => void }) {
  const changes = book.waiting.value ?? book.changes.value;
  const drop = (): void => {
    book.drop();
    onClose();
  };
  return (
    <Dialog
      title="Drop the draft?"
      wide
      onClose={onClose}
      testId="drop-dialog"
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep it
          </Button>
          <Button kind="danger" onClick={drop} testId="drop-confirm">
            Drop
          </Button>
        </>
      }
    >
      <div class="stack stack-3">
        <p>These changes are lost; what is published stays as it is.</p>
        <ChangeList changes={changes} />
      </div>
    </Dialog>
  );
}
