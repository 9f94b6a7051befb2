import { appInfo } from '../../lib/access';
import type { AssignmentStatus, JobView } from '../../lib/contracts';
import { assignmentWords } from '../../lib/incidents/words';
import { coordinateWords, distanceWords, LiveMap, metresBetween } from '../../lib/map';
import { serverTimeNow } from '../../lib/realtime';
import { Button, Icon } from '../../lib/ui';
import type { CrewDesk } from './crewDesk';
import { LocationLine } from './LocationLine';
import { nextStep, shownStatus, stepWords } from './steps';

/** The job that the crew has: where, whom to ring, and the one button for what comes next. */
export function JobPage({ desk, job }: { desk: CrewDesk; job: JobView }) {
  const waiting = desk.queue.waiting.value;
  const status = shownStatus(job, waiting);
  const unsent = status !== job.status;
  return (
    <div class="crew-page job">
      <header class="job-head">
        <span class="offer-priority">P{job.priority}</span>
        <div class="grow">
          <h1>{job.complaintLabel}</h1>
          <p class="job-number numerals">{job.number}{job.patientName !== null && ` · ${job.patientName}`}</p>
        </div>
        <p class="job-status" data-testid="job-status" data-status={status}>{assignmentWords[status]}{unsent && <span class="job-unsent">sending…</span>}</p>
      </header>
      <div class="crew-scroll">
        {job.callbackNumber !== null && (
          <a class="job-call" href={`tel:${job.callbackNumber.replace(/[^\d+]/g, '')}`} data-testid="job-callback"><Icon name="phone" size="l" /><span class="numerals">{job.callbackNumber}</span></a>
        )}
        {job.location.note !== null && <p class="offer-note">{job.location.note}</p>}
        <p class="offer-text">{job.description || 'No description was given.'}</p>
        <div class="crew-map"><LiveMap units={desk.mapUnits} emergencies={desk.mapEmergencies} styleUrl={appInfo.value?.mapStyleUrl ?? null} serverNow={serverTimeNow} label="Map of you and the emergency" /></div>
        <p class="job-where numerals"><WayLeft desk={desk} job={job} />{coordinateWords(job.location)}</p>
        <ul class="offer-reasons">{job.priorityReasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
        <LocationLine desk={desk} />
      </div>
      <Steps desk={desk} job={job} status={status} />
    </div>
  );
}

function WayLeft({ desk, job }: { desk: CrewDesk; job: JobView }) {
  const here = desk.positions.here.value;
  return here === null ? null : <strong>{distanceWords(metresBetween(here, job.location))} straight · </strong>;
}

function Steps({ desk, job, status }: { desk: CrewDesk; job: JobView; status: AssignmentStatus }) {
  const next = nextStep(status);
  if (next === null) return <div class="crew-foot"><p class="job-done" role="status">Clear. This is sent as soon as there is network.</p></div>;
  return (
    <div class="crew-foot">
      <Button kind="primary" wide class="crew-huge" testId="next-status" data={{ 'data-status': next }} onClick={() => desk.report(job, next)}>{stepWords[next]}</Button>
      {status === 'onScene' && <Button wide class="crew-big" testId="clear-from-scene" data={{ 'data-status': 'clear' }} onClick={() => desk.report(job, 'clear')}>Clear, no transport</Button>}
    </div>
  );
}
