import type { ReadonlySignal } from '@preact/signals';
import type { ConsoleAction } from '../../../lib/actions/actions';
import { focusOn } from '../../../lib/actions/listFocus';
import { isOpen } from '../../emergencies/labels';
import { serverTimeNow } from '../../../lib/time/clock';
import type { CrewPicture } from '../../photos/crewPictures';
import type { ReplayControl } from '../replay/replayControl';
import type { ShowIncidentDialog } from './incidentDialog';
import type { OpenIncident } from './openIncident';
import type { UnitRequests } from './unitRequests';

export interface IncidentControls {
  readonly incident: Pick<OpenIncident, 'row' | 'view'>;
  readonly requests: Pick<UnitRequests, 'searchAgain'>;
  readonly replays: Pick<ReplayControl, 'toggle'>;
  readonly pictures: { readonly all: ReadonlySignal<readonly CrewPicture[]> };
  showDialog: ShowIncidentDialog;
}

/** What is done to the open incident. The same objects make its buttons. */
export function incidentActions({ incident, requests, replays, pictures, showDialog }: IncidentControls): ConsoleAction[] {
  const isShown = (): boolean => incident.row.value !== null;
  const stillOpen = (): boolean => isOpen(incident.row.value?.phase ?? 'completed');
  const missing = (): boolean => stillOpen() && (incident.row.value?.missing ?? 0) > 0;
  const hasPictures = (): boolean => isShown() && pictures.all.value.length > 0;
  const justEnded = (): boolean => {
    const until = incident.row.value?.reopensUntil ?? null;
    return until !== null && serverTimeNow() <= Date.parse(until);
  };
  const dialog = (kind: DialogKind) => (): void => {
    const emergency = incident.row.peek();
    if (emergency !== null) showDialog({ kind, emergency });
  };
  const toResponse = (): void => focusOn('[data-list="response"] [data-list-row]');
  const group = 'Incident';
  return [
    { name: 'assign', key: 'a', label: 'Choose a unit', group, perform: () => focusOn('.candidate button:enabled'), possible: stillOpen },
    { name: 'response', key: 'g', label: 'Go to the response', group, perform: toResponse, possible: stillOpen },
    { name: 'strike', key: 'l', label: 'Strike the next alarm level', group, perform: dialog('strike'), possible: stillOpen },
    { name: 'search', key: 's', label: 'Search again', group, perform: () => void requests.searchAgain(), possible: missing },
    { name: 'priority', key: 'p', label: 'Priority', group, perform: dialog('priority'), possible: stillOpen },
    { name: 'correct', key: 'E', label: 'Correct', group, perform: dialog('correct'), possible: stillOpen },
    { name: 'caller', key: 'C', label: 'Add a caller', group, perform: dialog('caller'), possible: stillOpen },
    { name: 'reopen', key: 'R', label: 'Open again', group, perform: dialog('reopen'), possible: justEnded },
    { name: 'note', key: 'n', label: 'Note', group, perform: () => focusOn('#incident-note'), possible: isShown },
    { name: 'pictures', key: 'z', label: 'Go to the pictures', group, perform: () => focusOn('.thumbnail'), possible: hasPictures },
    { name: 'replay', key: 'w', label: 'Replay', group, perform: () => replays.toggle(), possible: () => incident.view.value !== null },
    { name: 'cancel', key: 'x', label: 'Cancel incident', group, perform: dialog('cancel'), possible: stillOpen },
  ];
}

type DialogKind = 'priority' | 'cancel' | 'strike' | 'correct' | 'caller' | 'reopen';
