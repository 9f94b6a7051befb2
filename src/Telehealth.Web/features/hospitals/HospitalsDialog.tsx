import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { HospitalRow } from '../../lib/contracts/hospitals';
import { AsOf, NotYet } from '../../lib/polling/PolledParts';
import { serverNow } from '../../lib/time/clock';
import { Button } from '../../lib/ui/Button';
import { Dialog } from '../../lib/ui/Dialog';
import { EmptyState } from '../../lib/ui/Surfaces';
import { Telephone } from '../../lib/ui/Telephone';
import { Written } from '../../lib/ui/Written';
import { anyChoice, moveAmongChoices, useFirstChoice } from '../../lib/ui/choices';
import type { HospitalModel } from './hospitalModel';
import { byName, closureText, entryText, stateLabels, summaryText } from './hospitalText';
import { StatusForm } from './StatusForm';

interface HospitalsDialogProps {
  hospitals: HospitalModel;
  /** Whose status is to be changed at once. */
  code: string | null;
  onClose: () => void;
}

/** Which hospitals take patients, and the place to enter that one does not. */
export function HospitalsDialog({ hospitals, code, onClose }: HospitalsDialogProps) {
  const { list } = hospitals;
  const changing = useSignal<string | null>(code);
  useEffect(() => list.watch(), []);
  const rows = list.value.value;
  const ref = useFirstChoice(rows !== null && code === null, anyChoice);
  return (
    <Dialog title="Hospitals" wide onClose={onClose} testId="dialog-hospitals">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows go from button to button; the list is none itself. */}
      <div class="stack stack-3 choices" ref={ref} tabIndex={-1} onKeyDown={moveAmongChoices}>
        <div class="row row-between">
          {rows !== null && rows.length > 0 && (
            <p class="numerals strong" data-testid="hospital-summary">
              {summaryText(rows)}.
            </p>
          )}
          <AsOf of={list} what="The list" />
        </div>
        {rows === null ? (
          <NotYet of={list} loading="Reading the hospitals…" failed="The hospitals could not be read" />
        ) : rows.length === 0 ? (
          <EmptyState icon="hospital" title="No hospitals are configured">
            Add them in the server’s settings, under Hospitals.
          </EmptyState>
        ) : (
          <ul class="hospitals">
            {byName(rows).map((row) => (
              <Line key={row.code} hospitals={hospitals} row={row} changing={changing} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

function Line({ hospitals, row, changing }: { hospitals: HospitalModel; row: HospitalRow; changing: { value: string | null } }) {
  const open = changing.value === row.code;
  const closure = closureText(row, serverNow.value);
  return (
    <li class="hospital" data-testid="hospital" data-code={row.code} data-state={row.state}>
      <span class="hospital-state" data-state={row.state}>
        {stateLabels[row.state]}
      </span>
      <div class="hospital-main">
        <p>
          <strong>
            <Written text={row.name} />
          </strong>{' '}
          <code class="muted">{row.code}</code>
        </p>
        {closure !== null && <p class="hospital-closure">{closure}</p>}
        <p class="muted">{row.capabilities}</p>
        <p class="muted numerals">
          {entryText(row, serverNow.value)} {row.toldByServer ? 'This server tells it of patients.' : 'It takes no messages: telephone it.'}
          {row.telephone !== null && (
            <>
              {' '}
              <Telephone number={row.telephone} class="nowrap">
                <bdi>{row.telephone}</bdi>
              </Telephone>
            </>
          )}
        </p>
      </div>
      <Button
        class="action"
        expanded={open}
        label={open ? `Back, ${row.name} stays as it is` : `Change the status of ${row.name}`}
        data={{ 'data-choice': '' }}
        testId={`hospital-change-${row.code}`}
        onClick={() => {
          changing.value = open ? null : row.code;
        }}
      >
        {open ? 'Back' : 'Change'}
      </Button>
      {open && (
        <StatusForm
          hospitals={hospitals}
          row={row}
          onDone={() => {
            changing.value = null;
            focusOnButton(row.code);
          }}
        />
      )}
    </li>
  );
}

/** The form that had the focus is gone. */
function focusOnButton(code: string): void {
  document.querySelector<HTMLElement>(`[data-testid="hospital-change-${CSS.escape(code)}"]`)?.focus();
}
