import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { http } from '../../lib/access/http';
import type { UnitFix, UnitFixCounts, UnitRow } from '../../lib/contracts/units';
import { Polled } from '../../lib/polling/polled';
import { AsOf, NotYet } from '../../lib/polling/PolledParts';
import { serverNow } from '../../lib/time/clock';
import { spellDuration } from '../../lib/time/duration';
import { Dialog } from '../../lib/ui/Dialog';
import { fixLines, refusedShare } from './fixText';

interface FixesDialogProps {
  unit: UnitRow;
  fixes: ReadonlySignal<ReadonlyMap<string, UnitFix>>;
  onClose: () => void;
}

/** What became of a unit's positions: why one stands still on the map although its crew drives. */
export function FixesDialog({ unit, fixes, onClose }: FixesDialogProps) {
  const counts = useMemo(() => new Polled<UnitFixCounts>(() => http.get(`/api/units/${unit.id}/fixes`)), []);
  useEffect(() => counts.watch(), []);
  const view = counts.value.value;
  return (
    <Dialog title={`Positions of ${unit.callSign}`} onClose={onClose} testId="dialog-fixes">
      <div class="stack stack-3">
        <AsOf of={counts} what="The counts" />
        <LastFix fix={fixes.value.get(unit.id)} />
        {view === null ? <NotYet of={counts} loading="Loading…" failed="The counts could not be read" /> : <Counts view={view} />}
      </div>
    </Dialog>
  );
}

function LastFix({ fix }: { fix: UnitFix | undefined }) {
  if (fix === undefined) return <p>No position is known.</p>;
  return (
    <p>
      The last position in use is <strong class="numerals">{spellDuration(serverNow.value - Date.parse(fix.at))}</strong> old.
    </p>
  );
}

function Counts({ view }: { view: UnitFixCounts }) {
  const lines = fixLines(view);
  const share = Math.round(refusedShare(view) * 100);
  const refused = lines.length === 0 ? 'None was refused.' : `${share} % were refused; the last good one is kept.`;
  return (
    <>
      <table class="fix-counts">
        <caption class="visually-hidden">What became of the positions</caption>
        <tbody>
          <tr data-testid="fixes-used">
            <th scope="row">Used</th>
            <td class="numerals">{view.used}</td>
          </tr>
          {lines.map((line) => (
            <tr key={line.code} data-testid="fixes-refused" data-code={line.code}>
              <th scope="row">{line.words}</th>
              <td class="numerals">{line.count}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted small">{refused} Counted by this server since the shift began.</p>
    </>
  );
}
