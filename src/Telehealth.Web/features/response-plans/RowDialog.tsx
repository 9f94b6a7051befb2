import { useSignal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { mostPlanLevels } from '../../lib/contracts/domain/responsePlans';
import type { PlanRow } from '../../lib/contracts/responsePlans';
import { Button, Dialog, Icon, Notice, Select } from '../../lib/ui';
import { LevelEditor } from './LevelEditor';
import type { PlanBook } from './planBook';
import { anyComplaint, complaintNames, complaintText, isFallback, priorityOptions, rowText, sameRow } from './planRows';
import { newRow, type RowErrors, rowErrors, tidied, withNewLevel } from './rowDraft';

/** One row of the draft. What is done here is published later, with all the rest. */
export function RowDialog({ book, row, onClose }: { book: PlanBook; row: PlanRow | null; onClose: () => void }) {
  const [before] = useState(row ?? newRow);
  const draft = useSignal<PlanRow>(before);
  const errors = useSignal<RowErrors>({});
  const asksToLeave = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const fallback = isFallback(before);

  const set = (next: PlanRow): void => {
    draft.value = next;
    errors.value = {};
  };
  /** What was just added is filled in next. Drawn first, so that it can take the focus. */
  const focusOn = (testId: string): void => {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.focus());
  };
  const done = (): void => {
    const next = tidied(draft.value);
    errors.value = rowErrors(
      next,
      book.rows.peek().filter((other) => other !== row),
    );
    if (Object.keys(errors.value).length > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong]')?.focus());
      return;
    }
    if (row === null || !sameRow(next, row)) book.put(next, row);
    onClose();
  };
  const close = (): void => {
    if (sameRow(draft.value, before)) onClose();
    else asksToLeave.value = !asksToLeave.value;
  };

  return (
    <Dialog
      title={row === null ? 'New row' : rowText(row)}
      wide
      onClose={close}
      testId="row-dialog"
      footer={
        <>
          <Button onClick={close}>Back</Button>
          <Button kind="primary" onClick={done} testId="row-done">
            {row === null ? 'Add to the draft' : 'Change the draft'}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        class="stack stack-6"
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        {asksToLeave.value && (
          <div class="plan-leave">
            <Notice
              tone="warning"
              role="alert"
              title={row === null ? 'Leave without the new row?' : 'Leave the row as it was?'}
              actions={
                <>
                  <Button onClick={onClose} testId="row-leave">
                    Leave
                  </Button>
                  <Button
                    onClick={() => {
                      asksToLeave.value = false;
                    }}
                    testId="row-stay"
                  >
                    Go on
                  </Button>
                </>
              }
            />
          </div>
        )}
        {fallback ? (
          <p class="muted">For any complaint at any priority. It applies where no other row does, so it cannot be removed.</p>
        ) : (
          <Matches draft={draft.value} errors={errors.value} onChange={set} />
        )}
        {draft.value.levels.map((level, index) => (
          <LevelEditor key={index} row={draft.value} level={level} number={index} errors={errors.value} onChange={set} onFocus={focusOn} />
        ))}
        {errors.value['levels'] !== undefined && (
          <span class="field-error" role="alert" tabIndex={-1} data-wrong>
            <Icon name="alert" size="s" />
            {errors.value['levels']}
          </span>
        )}
        {draft.value.levels.length < mostPlanLevels && (
          <div class="row">
            <Button
              icon="plus"
              testId="new-level"
              onClick={() => {
                set(withNewLevel(draft.value));
                focusOn(`role-${draft.value.levels.length - 1}-0`);
              }}
            >
              Add alarm level {draft.value.levels.length + 1}
            </Button>
          </div>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

interface MatchesProps {
  draft: PlanRow;
  errors: RowErrors;
  onChange: (row: PlanRow) => void;
}

/** Which emergencies the row is for. */
function Matches({ draft, errors, onChange }: MatchesProps) {
  const known = [anyComplaint, ...Object.keys(complaintNames)];
  // A row may stand for a complaint that this page has no name for; it must not turn into another one unseen.
  const codes = draft.complaint === '' || known.includes(draft.complaint) ? known : [...known, draft.complaint];
  const options = codes.map((code) => ({ value: code, label: complaintText(code) }));
  return (
    <div class="plan-fields">
      <Select
        label="Complaint"
        value={draft.complaint}
        options={draft.complaint === '' ? [{ value: '', label: 'Choose…' }, ...options] : options}
        error={errors['complaint']}
        onInput={(complaint) => onChange({ ...draft, complaint })}
        testId="row-complaint"
      />
      <Select
        label="Priority"
        value={String(draft.priority ?? '')}
        options={priorityOptions}
        onInput={(priority) => onChange({ ...draft, priority: priority === '' ? null : Number(priority) })}
        testId="row-priority"
      />
    </div>
  );
}
