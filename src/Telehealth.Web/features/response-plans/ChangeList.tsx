import type { PlanRow } from '../../lib/contracts/responsePlans';
import { Badge } from '../../lib/ui';
import { keyOf, levelTexts, type RowChange, rowOfChange, rowText } from './planRows';

export const changeLabels = { added: 'New', changed: 'Changed', removed: 'Removed' } as const;

/** What was and what will be, row by row. */
export function ChangeList({ changes }: { changes: readonly RowChange[] }) {
  return (
    <ul class="changes">
      {changes.map((change) => (
        <li key={keyOf(rowOfChange(change))} data-testid="change" data-kind={change.kind}>
          <p class="row row-2">
            <Badge tone={change.kind === 'removed' ? 'warning' : 'accent'}>{changeLabels[change.kind]}</Badge>{' '}
            <strong>{rowText(rowOfChange(change))}</strong>
          </p>
          {change.kind !== 'added' && <Lines word="Was" row={change.was} />}
          {change.kind !== 'removed' && <Lines word={change.kind === 'changed' ? 'Becomes' : 'Sends'} row={change.now} />}
        </li>
      ))}
    </ul>
  );
}

export function Lines({ word, row }: { word: string; row: PlanRow }) {
  return (
    <div class="change-lines small">
      <span class="muted">{word}</span>
      <ul>
        {levelTexts(row).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}
