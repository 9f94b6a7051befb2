import { useSignal } from '@preact/signals';
import { http } from '../../../lib/access/http';
import { type FoundIncident, type FoundIncidents, type IncidentSearch, longestIncidentSearch } from '../../../lib/contracts/dispatching';
import { phaseLabels, whereText } from '../../emergencies/labels';
import type { Fault } from '../../../lib/realtime/outcome';
import { serverTimeNow } from '../../../lib/time/clock';
import { whenText } from '../../../lib/time/duration';
import { Button } from '../../../lib/ui/Button';
import { Dialog } from '../../../lib/ui/Dialog';
import { Field } from '../../../lib/ui/Fields';
import { ErrorNotice } from '../../../lib/ui/Surfaces';
import { Written } from '../../../lib/ui/Written';

/** Looks among all emergencies: those that are over have left the board. */
export function FindDialog({ onOpen, onClose }: { onOpen: (emergencyId: string) => void; onClose: () => void }) {
  const text = useSignal('');
  const from = useSignal('');
  const to = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const found = useSignal<FoundIncidents | null>(null);
  const look = async (): Promise<void> => {
    busy.value = true;
    const search: IncidentSearch = { text: text.value.trim(), from: isoOf(from.value), to: isoOf(to.value) };
    const outcome = await http.post<FoundIncidents>('/api/emergencies/search', search);
    busy.value = false;
    fault.value = outcome.error;
    found.value = outcome.value;
  };
  const open = (incident: FoundIncident): void => {
    onClose();
    onOpen(incident.id);
  };
  return (
    <Dialog title="Find an incident" wide keeps={false} onClose={onClose} testId="find">
      <form
        class="find-form"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <Field
          label="Number, place or words"
          maxLength={longestIncidentSearch}
          autoFocus
          value={text.value}
          onInput={(value) => {
            text.value = value;
          }}
          testId="find-text"
        />
        <Field
          label="Raised after"
          type="datetime-local"
          value={from.value}
          onInput={(value) => {
            from.value = value;
          }}
        />
        <Field
          label="Raised before"
          type="datetime-local"
          value={to.value}
          onInput={(value) => {
            to.value = value;
          }}
        />
        <Button type="submit" kind="primary" icon="search" busy={busy.value} testId="find-look">
          Find
        </Button>
      </form>
      <p class="muted small">
        The words are looked for in the description, the place, the telephone number and the name. Without a time it covers the last thirty
        days; an incident number is found whenever it was. Your search is recorded.
      </p>
      {fault.value !== null && <ErrorNotice title="The search failed" error={fault.value} />}
      <div role="status">{found.value !== null && <Found found={found.value} onOpen={open} />}</div>
    </Dialog>
  );
}

function Found({ found, onOpen }: { found: FoundIncidents; onOpen: (incident: FoundIncident) => void }) {
  if (found.incidents.length === 0) return <p class="find-none">Nothing was found. Try fewer words, or another time.</p>;
  return (
    <>
      <ul class="find-list">
        {found.incidents.map((incident) => (
          <li key={incident.id}>
            <button type="button" class="find-row" data-testid="find-row" data-number={incident.number} onClick={() => onOpen(incident)}>
              <span class={`priority priority-${incident.priority}`} data-over={incident.endedAt !== null}>
                P{incident.priority}
              </span>
              <span class="find-what">
                <span class="strong">
                  {incident.complaintLabel} <span class="muted numerals">{incident.number}</span>
                </span>
                <span class="muted">
                  <Written text={incident.location.note ?? whereText(incident.location)} />
                  {incident.description !== '' && (
                    <>
                      {' '}
                      · <Written text={incident.description} />
                    </>
                  )}
                </span>
              </span>
              <span class="find-when numerals">
                <span>{whenText(incident.raisedAt, serverTimeNow())}</span>
                <span class="muted">{phaseLabels[incident.phase]}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.hasMore && <p class="muted small">There are more. Narrow the time or add a word.</p>}
    </>
  );
}

/** As the device's clock says it: where the control room is. */
function isoOf(local: string): string | null {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
