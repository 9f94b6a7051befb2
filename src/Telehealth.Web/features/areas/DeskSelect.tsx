import type { ReadonlySignal } from '@preact/signals';
import type { EmergencyRow } from '../../lib/contracts/dispatching';
import { Button } from '../../lib/ui/Button';
import type { DeskChoice } from './deskChoice';

interface DeskSelectProps {
  desks: DeskChoice;
  /** Open emergencies that lie at other desks. */
  elsewhere: ReadonlySignal<readonly EmergencyRow[]>;
}

/** Only where the areas name desks. What other desks have is counted, so that nothing is out of sight unsaid. */
export function DeskSelect({ desks, elsewhere }: DeskSelectProps) {
  const names = desks.desks.value;
  if (names.length === 0) return null;
  return (
    <div class="desks" data-testid="desks">
      <label class="desk-choice">
        Desk
        <select id="desk-choice" value={desks.chosen.value ?? ''} onInput={(event) => desks.choose(event.currentTarget.value || null)}>
          <option value="">All desks</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <kbd class="key" aria-hidden="true">
          D
        </kbd>
      </label>
      <Elsewhere rows={elsewhere.value} onShowAll={() => desks.choose(null)} />
    </div>
  );
}

function Elsewhere({ rows, onShowAll }: { rows: readonly EmergencyRow[]; onShowAll: () => void }) {
  if (rows.length === 0) return null;
  const unserved = rows.filter((row) => row.phase === 'unserved').length;
  return (
    <p class="desk-elsewhere numerals" data-testid="desk-elsewhere">
      <span>
        {rows.length} more at other desks{unserved > 0 && <strong>, {unserved} unserved</strong>}
      </span>
      <Button class="action" kind="quiet" onClick={onShowAll} testId="desk-all">
        Show all
      </Button>
    </p>
  );
}
