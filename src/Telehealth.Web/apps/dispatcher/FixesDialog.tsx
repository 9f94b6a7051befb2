import { useEffect, useMemo } from 'preact/hooks';
import { http } from '../../lib/access';
import type { UnitFixCounts, UnitRow } from '../../lib/contracts/units';
import { Polled } from '../../lib/polling/polled';
import { AsOf, NotYet } from '../../lib/polling/PolledParts';
import { serverNow, spellDuration } from '../../lib/time';
import { Dialog } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';
import { fixLines, refusedShare } from './fixWords';

/** What became of a unit's positions: why one stands still on the map although its crew drives. */
export function FixesDialog({ desk, unit, onClose }: { desk: DispatchConsole; unit: UnitRow; onClose: () => void }) {
  const counts = useMemo(() => new Polled<UnitFixCounts>(() => http.get(`/api/units/${unit.id}/fixes`)), []);
  useEffect(() => counts.watch(), []);
  const view = counts.value.value;
  return (
    <Dialog title={`Positions of ${unit.callSign}`} onClose={onClose} testId="dialog-fixes">
      <div class="stack stack-3">
        <AsOf of={counts} what="The counts" />
        <LastFix desk={desk} unit={unit} />
        {view === null ? <NotYet of={counts} loading="Loading…" failed="The counts could not be read" /> : <Counts view={view} />}
      </div>
    </Dialog>
  );
}

function LastFix({ desk, unit }: { desk: DispatchConsole; unit: UnitRow }) {
  const fix = desk.rows.fixes.value.get(unit.id);
  return (
    <p>
      {fix === undefined ? (
        'No position of it is known.'
      ) : (
        <>
          The last one that was used is <strong class="numerals">{spellDuration(serverNow.value - Date.parse(fix.at))}</strong> old.
        </>
      )}
    </p>
  );
}

function Counts({ view }: { view: UnitFixCounts }) {
  const lines = fixLines(view);
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
      <p class="muted small">
        {lines.length === 0 ? 'None was refused.' : `${Math.round(refusedShare(view) * 100)} % were refused; the last good one stays then.`}{' '}
        Counted since its shift began, by the server that answers this page.
      </p>
    </>
  );
}
