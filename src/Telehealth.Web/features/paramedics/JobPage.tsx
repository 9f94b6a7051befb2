import { useSignal } from '@preact/signals';
import type { AssignmentStatus } from '../../lib/contracts/domain/emergencies';
import type { JobView } from '../../lib/contracts/paramedics';
import { assignmentLabels, isUnderWay } from '../emergencies/labels';
import { Button, Dialog, Icon, Telephone, Written, WrittenText } from '../../lib/ui';
import { JobHospital } from '../hospitals/JobHospital';
import type { PhotoOutbox } from '../photos/photoOutbox';
import { Photos } from '../photos/Photos';
import type { CrewCommands } from './crewCommands';
import type { Reach } from './crewConnection';
import type { CrewMap } from './crewMap';
import { CrewMapView } from './CrewMapView';
import type { CurrentJob } from './currentJob';
import { unseenChanges } from './jobChanges';
import { Answers, Companions, Reasons, Story, Way, WhereLine } from './JobParts';
import type { JobSite } from './jobSite';
import { LocationLine } from './LocationLine';
import { Notes } from './Notes';
import type { PositionStream } from './positionStream';
import { nextStep, otherSteps, reachedStatus, stepLabels } from './steps';

interface JobPageProps {
  job: JobView;
  current: Pick<CurrentJob, 'seeing' | 'seeChanges'>;
  commands: Pick<CrewCommands, 'queue' | 'report' | 'addNote' | 'chooseHospital'>;
  site: JobSite;
  positions: PositionStream;
  photos: PhotoOutbox;
  reach: Reach;
  map: CrewMap;
}

/** The job that the crew has: where, whom to ring, and the one button for what comes next. */
export function JobPage({ job, current, commands, site, positions, photos, reach, map }: JobPageProps) {
  const reached = reachedStatus(job, commands.queue.waiting.value);
  const withPatient = !isUnderWay(reached);
  const hospital = (
    <JobHospital
      job={job}
      known={site.hospitals}
      onOpen={() => void site.loadHospitals(job)}
      onChoose={({ code, name }) => commands.chooseHospital(job, code, name)}
    />
  );
  return (
    <div class="crew-page job">
      <header class="job-head">
        <span class="offer-priority">P{job.priority}</span>
        <div class="grow">
          <h1>{job.complaintLabel}</h1>
          <p class="job-number">
            <span class="numerals nowrap">{job.number}</span> · {job.role}
          </p>
        </div>
        <p class="job-status" data-testid="job-status" data-status={job.status}>
          {assignmentLabels[job.status]}
        </p>
      </header>
      {reached !== job.status && (
        <p class="job-unsent" role="status" data-testid="job-unsent" data-status={reached}>
          <Icon name="clock" />“{stepLabels[reached]}” waits to be sent. Dispatch {reach.isLive.value ? 'sees' : 'last saw'} “
          {assignmentLabels[job.status]}”.
        </p>
      )}
      <Changes current={current} job={job} />
      <div class="crew-columns">
        <div class="crew-scroll">
          <Way job={job} site={site} here={positions.here} reach={reach} />
          <Patient job={job} />
          {job.relievesCallSign !== null && <p class="offer-note">You take the patient over from {job.relievesCallSign}.</p>}
          <Story job={job} />
          <Companions job={job} />
          {withPatient && hospital}
          <Reasons job={job} />
          <Answers details={site.details} />
          {!withPatient && hospital}
          <Notes job={job} details={site.details} commands={commands} reach={reach} />
          <Photos job={job} known={site.photos} outbox={photos} />
          <WhereLine job={job} />
          <LocationLine positions={positions} reach={reach} />
        </div>
        <CrewMapView map={map} label="Map of you and the emergency" />
      </div>
      <Steps commands={commands} job={job} reached={reached} />
    </div>
  );
}

function Patient({ job }: { job: JobView }) {
  const age = job.ageYears === null || job.ageYears === undefined ? '' : `, ${job.ageYears} years`;
  return (
    <Telephone number={job.callbackNumber} class="job-call" testId="job-callback">
      <Icon name="phone" size="l" />
      <span>
        <Written text={job.patientName ?? 'Caller'} />
        {age}
        <br />
        <Written class="numerals" text={job.callbackNumber || 'No number'} />
      </span>
    </Telephone>
  );
}

/** What changed since the job was taken. It stays, above everything else, until the crew says that it has seen it. */
function Changes({ current, job }: Pick<JobPageProps, 'current' | 'job'>) {
  const unseen = unseenChanges(job);
  if (unseen.length === 0) return null;
  return (
    <section class="job-changes" role="alert" data-testid="job-changes">
      <h2>
        <Icon name="alert" /> This has changed
      </h2>
      <ul>
        {unseen.map((change) => (
          <li key={change.version}>
            <strong>
              <WrittenText text={change.text} />
            </strong>
            {change.reason !== null && (
              <>
                {' '}
                <WrittenText text={change.reason} />
              </>
            )}
          </li>
        ))}
      </ul>
      <Button
        kind="primary"
        wide
        class="crew-big"
        busy={current.seeing.value}
        onClick={() => void current.seeChanges(job)}
        testId="changes-seen"
      >
        Seen
      </Button>
    </section>
  );
}

function Steps({ commands, job, reached }: Pick<JobPageProps, 'commands' | 'job'> & { reached: AssignmentStatus }) {
  const choosing = useSignal(false);
  const next = nextStep(reached);
  if (next === null)
    return (
      <div class="crew-foot">
        <p class="job-done" role="status">
          Clear waits to be sent. Dispatch does not know of it yet.
        </p>
      </div>
    );
  const others = otherSteps(reached);
  const report = (status: AssignmentStatus): void => {
    commands.report(job, status);
    choosing.value = false;
  };
  return (
    <div class="crew-foot">
      <Button kind="primary" wide class="crew-huge" testId="next-status" data={{ 'data-status': next }} onClick={() => report(next)}>
        {stepLabels[next]}
      </Button>
      {others.length > 0 && (
        <div class="crew-foot-row">
          {reached === 'onScene' && (
            <Button wide class="crew-big" testId="clear-from-scene" data={{ 'data-status': 'clear' }} onClick={() => report('clear')}>
              Clear, no transport
            </Button>
          )}
          <Button wide class="crew-big" testId="other-status" onClick={() => (choosing.value = true)}>
            Other status
          </Button>
        </div>
      )}
      {choosing.value && (
        <Dialog title="Which status is true now?" onClose={() => (choosing.value = false)}>
          <div class="choices">
            {others.map((status) => (
              <Button
                key={status}
                wide
                class="crew-big"
                testId="other-status-choice"
                data={{ 'data-status': status }}
                onClick={() => report(status)}
              >
                {stepLabels[status]}
              </Button>
            ))}
          </div>
        </Dialog>
      )}
    </div>
  );
}
