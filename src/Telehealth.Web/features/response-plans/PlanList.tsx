import { useEffect } from 'preact/hooks';
import type { PlanLevel, PlanRow, PlanUnit, PlanWarning } from '../../lib/contracts/responsePlans';
import { priorityNames } from '../emergencies/labels';
import { skillLong, skillShort } from '../emergencies/skillNames';
import { announce, Badge, Button, Icon } from '../../lib/ui';
import { changeLabels, Lines } from './ChangeList';
import type { PlanBook } from './planBook';
import { complaintText, isFallback, keyOf, type RowChange, rowOfChange, rowText } from './planRows';

export interface PlanListProps {
  book: PlanBook;
  editable: boolean;
  onOpen: (row: PlanRow) => void;
}

/** All rows of the draft, in the order and with the numbers by which the server speaks of them; then those that it takes out. */
export function PlanList({ book, editable, onOpen }: PlanListProps) {
  const fault = book.rowFault.value;
  useEffect(() => {
    if (fault !== null) focusRow(fault.key);
  }, [fault]);
  const changes = new Map(book.changes.value.map((change) => [keyOf(rowOfChange(change)), change]));
  const removed = book.changes.value.filter((change) => change.kind === 'removed');
  const putBack = (change: RowChange): void => {
    book.undo(change);
    focusSoon(keyOf(rowOfChange(change)));
  };
  return (
    <section class="card card-flush" aria-label="Rows">
      <ol class="plan-rows">
        {book.rows.value.map((row, index) => (
          <Row
            key={keyOf(row)}
            book={book}
            row={row}
            number={index + 1}
            change={changes.get(keyOf(row))}
            editable={editable}
            onOpen={onOpen}
          />
        ))}
      </ol>
      {removed.length > 0 && (
        <ul class="plan-rows plan-rows-removed" aria-label="Taken out by the draft">
          {removed.map((change) => (
            <li key={keyOf(change.was)} class="plan-row" data-testid="removed-row" data-key={keyOf(change.was)}>
              <span class="plan-number" aria-hidden="true">
                –
              </span>
              <div class="plan-for">
                <h2 class="plan-name">
                  <s>{rowText(change.was)}</s>
                </h2>
                <Badge tone="warning">Removed</Badge>
              </div>
              <Clashing book={book} row={change.was} />
              <div class="plan-actions">
                <Button onClick={() => putBack(change)} label={`Put back: ${rowText(change.was)}`}>
                  Put back
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface RowProps extends PlanListProps {
  row: PlanRow;
  number: number;
  change: RowChange | undefined;
}

function Row({ book, row, number, change, editable, onOpen }: RowProps) {
  const fault = book.rowFault.value?.key === keyOf(row) ? book.rowFault.value : null;
  const publishedAs = book.published.value?.rows.indexOf(row) ?? -1;
  const warnings = book.published.value?.warnings.filter((warning) => warning.row === publishedAs + 1) ?? [];
  const remove = (): void => {
    const next = book.rows.peek()[number];
    book.remove(row);
    announce(`${rowText(row)} is taken out of the draft.`);
    if (next !== undefined) focusSoon(keyOf(next));
  };
  const undo = (made: RowChange): void => {
    const next = book.rows.peek()[number];
    book.undo(made);
    announce(`${rowText(row)}: undone.`);
    focusSoon(keyOf(made.kind === 'added' && next !== undefined ? next : row));
  };
  return (
    <li class="plan-row" data-testid="plan-row" data-key={keyOf(row)} data-change={change?.kind} data-refused={fault !== null}>
      <span class="plan-number numerals" aria-hidden="true">
        {number}
      </span>
      <div class="plan-for">
        <h2 class="plan-name" id={headingOf(keyOf(row))} tabIndex={-1}>
          <span class="visually-hidden">Row {number}: </span>
          {complaintText(row.complaint)}
        </h2>
        <span class="muted small">
          {row.priority === null ? 'Any priority' : `Priority ${row.priority}: ${(priorityNames[row.priority] ?? '').toLowerCase()}`}
        </span>
        {change !== undefined && <Badge tone="accent">{changeLabels[change.kind]}</Badge>}
      </div>
      <ol class="plan-levels">
        {row.levels.map((level, index) => (
          <Level key={index} level={level} number={index + 1} />
        ))}
      </ol>
      <RowMarks text={fault?.text ?? null} warnings={warnings} />
      <Clashing book={book} row={row} />
      {editable && (
        <div class="plan-actions">
          <Button
            kind="quiet"
            icon="pencil"
            label={`Change row ${number}: ${rowText(row)}`}
            onClick={() => onOpen(row)}
            testId="edit-row"
          />
          {change !== undefined ? (
            <Button onClick={() => undo(change)} label={`Undo: ${rowText(row)}`} testId="undo-row">
              Undo
            </Button>
          ) : (
            !isFallback(row) && (
              <Button kind="quiet" icon="cross" label={`Remove row ${number}: ${rowText(row)}`} onClick={remove} testId="remove-row" />
            )
          )}
        </div>
      )}
    </li>
  );
}

function Level({ level, number }: { level: PlanLevel; number: number }) {
  return (
    <li>
      <span class="plan-level muted">{number === 1 ? 'At once' : `Level ${number} adds`}</span>
      <ul>
        {level.adds.map((unit, index) => (
          <li key={index}>
            <Unit unit={unit} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Unit({ unit }: { unit: PlanUnit }) {
  return (
    <>
      <span class="numerals">{unit.count} ×</span> {unit.role}{' '}
      {unit.skills === null ? (
        <span class="muted small">as triage asks</span>
      ) : (
        unit.skills.map((skill) => (
          <abbr key={skill} class="plan-skill" title={skillLong(skill)}>
            {skillShort(skill)}
          </abbr>
        ))
      )}
    </>
  );
}

/** What the server refused, and what it published but all vehicles together cannot do. */
function RowMarks({ text, warnings }: { text: string | null; warnings: readonly PlanWarning[] }) {
  if (text === null && warnings.length === 0) return null;
  return (
    <div class="plan-marks small">
      {text !== null && (
        <p class="plan-refused" role="alert" data-testid="row-refused">
          <Icon name="alert" size="s" />
          {text}
        </p>
      )}
      {warnings.map((warning) => (
        <p key={`${warning.level} ${warning.role}`} class="plan-warning" data-testid="row-warning">
          <Icon name="alert" size="s" />
          All vehicles together are {warning.missing} too few for {warning.role} at level {warning.level}.
        </p>
      ))}
    </div>
  );
}

function Clashing({ book, row }: { book: PlanBook; row: PlanRow }) {
  const clash = book.clashes.value.find((known) => known.key === keyOf(row));
  if (clash === undefined) return null;
  return (
    <div class="plan-marks small" data-testid="row-clash">
      <p class="plan-warning">
        <Icon name="alert" size="s" />
        Somebody else changed this row too. Your change replaces:
      </p>
      {clash.theirs === null ? <p class="muted">The row was taken out.</p> : <Lines word="Theirs" row={clash.theirs} />}
    </div>
  );
}

/** The button that was pressed goes with what it did, and the focus must not go with it. */
function focusSoon(key: string): void {
  requestAnimationFrame(() => focusRow(key));
}

function focusRow(key: string): void {
  document.getElementById(headingOf(key))?.focus();
}

function headingOf(key: string): string {
  return `plan-${key.replace(/[^a-z0-9]+/gi, '-')}`;
}
