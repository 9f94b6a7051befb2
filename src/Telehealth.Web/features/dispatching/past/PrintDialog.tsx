import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { http } from '../../../lib/access/http';
import type { IncidentLogFile } from '../../../lib/contracts/dispatching';
import { assignmentLabels, phaseLabels, priorityNames, whereText } from '../../emergencies/labels';
import type { Outcome } from '../../../lib/realtime/outcome';
import { Button } from '../../../lib/ui/Button';
import { Dialog } from '../../../lib/ui/Dialog';
import { ErrorNotice, Loading } from '../../../lib/ui/Surfaces';
import { Written, WrittenText } from '../../../lib/ui/Written';

/** One incident on paper: the same as the file, in the order in which it is read. Only the sheet is printed. */
export function PrintDialog({ emergencyId, onClose }: { emergencyId: string; onClose: () => void }) {
  const outcome = useSignal<Outcome<IncidentLogFile> | null>(null);
  const load = async (): Promise<void> => {
    outcome.value = null;
    outcome.value = await http.get<IncidentLogFile>(`/api/emergencies/${emergencyId}/log.json`);
  };
  useEffect(() => void load(), []);
  const file = outcome.value?.value ?? null;
  const fault = outcome.value?.error ?? null;
  return (
    <Dialog
      title="Print an incident"
      wide
      onClose={onClose}
      testId="print"
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button kind="primary" disabled={file === null} onClick={() => print()} testId="print-now">
            Print
          </Button>
        </>
      }
    >
      {fault !== null && (
        <ErrorNotice
          title="The incident could not be read"
          error={fault}
          actions={<Button onClick={() => void load()}>Try again</Button>}
        />
      )}
      {file === null ? fault === null && <Loading>Reading the incident…</Loading> : <Sheet file={file} />}
    </Dialog>
  );
}

function Sheet({ file }: { file: IncidentLogFile }) {
  const { incident } = file;
  return (
    <article class="sheet" data-testid="sheet">
      <h3 class="sheet-title">
        {file.number}: {incident.complaintLabel}, P{incident.priority} {priorityNames[incident.priority]}
      </h3>
      <Facts incident={incident} />
      <h4>Units</h4>
      {incident.units.length === 0 ? (
        <p>None was asked.</p>
      ) : (
        <ul class="sheet-units">
          {incident.units.map((unit) => (
            <li key={unit.id}>
              {unit.callSign}: {assignmentLabels[unit.status]} {moment(unit.statusAt)}, asked {moment(unit.offeredAt)}
            </li>
          ))}
        </ul>
      )}
      <h4>What happened</h4>
      <Log entries={file.entries} />
      <p class="sheet-foot">
        Printed {moment(file.exportedAt)} by <Written text={file.exportedBy} />. Times are those of this device's zone (
        {Intl.DateTimeFormat().resolvedOptions().timeZone}).
      </p>
    </article>
  );
}

function Facts({ incident }: Pick<IncidentLogFile, 'incident'>) {
  const place = incident.location;
  return (
    <dl class="sheet-facts">
      <Line label="State">{phaseLabels[incident.phase]}</Line>
      <Line label="Raised">{moment(incident.raisedAt)}</Line>
      {incident.endedAt !== null && <Line label="Over">{moment(incident.endedAt)}</Line>}
      <Line label="Where">
        {place.note !== null && (
          <>
            <WrittenText text={place.note} />
            <br />
          </>
        )}
        {whereText(place)}
        {place.accuracyMetres !== null && `, accurate to about ${Math.round(place.accuracyMetres)} m`}
      </Line>
      <Line label="What">
        <WrittenText text={incident.description || 'No description was given.'} />
      </Line>
      <Line label="Call back">
        <Written text={incident.callbackNumber || 'No number'} />
      </Line>
      {incident.patientName !== null && (
        <Line label="Patient">
          <Written text={incident.patientName} />
        </Line>
      )}
      <Line label="Why this priority">{incident.priorityReasons.join(' · ')}</Line>
      {incident.answers.map((answer) => (
        <Line key={answer.question} label={answer.question}>
          {answer.answer === 'unknown' ? 'not known' : answer.answer}
        </Line>
      ))}
    </dl>
  );
}

/** Every entry with both clocks. */
function Log({ entries }: Pick<IncidentLogFile, 'entries'>) {
  return (
    <table class="sheet-log">
      <thead>
        <tr>
          <th scope="col">Server</th>
          <th scope="col">Device</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.sequence}>
            <td>{moment(entry.serverTime)}</td>
            <td>{entry.deviceTime === null ? '' : moment(entry.deviceTime)}</td>
            <td>
              <Written text={entry.actorName} />
            </td>
            <td>
              <WrittenText text={entry.text} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Line({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function moment(iso: string): string {
  return new Date(iso).toLocaleString([], {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}
