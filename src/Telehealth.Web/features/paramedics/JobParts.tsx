import type { AssignmentStatus } from '../../lib/contracts/domain/emergencies';
import type { TravelEstimate } from '../../lib/contracts/emergencies';
import type { JobView } from '../../lib/contracts/paramedics';
import { assignmentLabels } from '../emergencies/labels';
import { minutesText, travelSourceText } from '../emergencies/travelText';
import { coordinateText, distanceText, metresBetween } from '../../lib/map';
import { serverNow, spellDuration } from '../../lib/time';
import { Icon, WrittenText } from '../../lib/ui';
import type { Reach } from './crewConnection';
import type { JobSite } from './jobSite';
import type { PositionStream } from './positionStream';
import { leadsTo } from './steps';

/** A time on the road older than this is no longer the time left. */
const staleMs = 45_000;

interface WayProps {
  job: JobView;
  site: Pick<JobSite, 'target' | 'route'>;
  here: PositionStream['here'];
  reach: Reach;
}

/** How far it is, and who says so: along roads, or as the crow flies. */
export function Way({ job, site, here: position, reach }: WayProps) {
  const target = site.target(job);
  const route = site.route.value;
  const goal = target?.isHospital === true ? `to ${job.hospitalName ?? 'the hospital'}` : 'to the scene';
  if (route.state === 'ready') {
    const age = serverNow.value - route.at;
    const { seconds, metres, source } = route.value;
    return <Told travel={{ seconds, metres, source }} goal={goal} age={age > staleMs ? `, as of ${spellDuration(age)} ago` : ''} />;
  }
  const here = position.value;
  if (job.status === 'offered' && job.travel !== null) return <Told travel={job.travel} goal={goal} age="" />;
  if (here !== null && target !== null) {
    return (
      <p class="offer-travel" data-testid="way" data-source="none">
        <strong class="numerals">{distanceText(metresBetween(here, target))}</strong>
        <span>
          {goal} in a straight line.{' '}
          {route.state === 'failed'
            ? 'No route is available here.'
            : reach.isSignedOut.value
              ? 'The route comes when you have signed in again.'
              : reach.isLive.value
                ? 'Looking for the route…'
                : 'The route comes when there is network.'}
          {!target.isHospital &&
            job.travel !== null &&
            ` When offered: ${minutesText(job.travel.seconds)} ${sourceText(job.travel.source)}.`}
        </span>
      </p>
    );
  }
  return target === null && job.hospitalName !== null && leadsTo(job.status) === 'hospital' ? (
    <p class="offer-travel">
      <span>To {job.hospitalName}. Where it is on the map is not known.</span>
    </p>
  ) : null;
}

function sourceText(source: string): string {
  return source === 'crow_fly' ? 'estimated from a straight line' : travelSourceText(source);
}

function Told({ travel, goal, age }: { travel: TravelEstimate; goal: string; age: string }) {
  return (
    <p class="offer-travel" data-testid="way" data-source={travel.source}>
      <strong class="numerals">{minutesText(travel.seconds)}</strong>
      <span class="numerals">
        {goal}, {distanceText(travel.metres)} {sourceText(travel.source)}
        {age}
      </span>
    </p>
  );
}

/** The place in words, and what was told of what has happened. */
export function Story({ job }: { job: JobView }) {
  return (
    <>
      {job.location.note !== null && (
        <p class="offer-note">
          <WrittenText text={job.location.note} />
        </p>
      )}
      <p class="offer-text">
        <WrittenText text={job.description || 'No description was given.'} />
      </p>
    </>
  );
}

/** Why it is as urgent as it is. */
export function Reasons({ job }: { job: JobView }) {
  return (
    <ul class="offer-reasons">
      {job.priorityReasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}

/** Where it is; while nobody has said, that is what is said. */
export function WhereLine({ job }: { job: JobView }) {
  const { latitude, longitude, note } = job.location;
  if (latitude !== null && longitude !== null) return <p class="job-where numerals">{coordinateText({ latitude, longitude })}</p>;
  return (
    <p class="offer-note" data-testid="job-no-place">
      {note === null ? 'No place is known yet. Ask dispatch.' : 'There is no point on the map: only the words above.'}
    </p>
  );
}

/** Other units on the job; the server gives each as its call sign and its status. */
export function Companions({ job, alone }: { job: JobView; alone?: string }) {
  if (job.companions.length === 0) return alone === undefined ? null : <p class="job-where">{alone}</p>;
  return (
    <p class="job-with" data-testid="companions">
      <Icon name="truck" />
      With {job.companions.map(companionLabel).join(', ')}
    </p>
  );
}

function companionLabel(companion: string): string {
  const [sign = '', status = ''] = companion.split(': ');
  return `${sign} (${(assignmentLabels[status as AssignmentStatus] ?? status).toLowerCase()})`;
}

const answerLabels = { yes: 'Yes', no: 'No', unknown: 'Not known' } as const;

/** What the caller said when asked. */
export function Answers({ details }: { details: JobSite['details'] }) {
  const answers = details.value?.answers ?? [];
  if (answers.length === 0) return null;
  return (
    <dl class="answers" data-testid="answers">
      {answers.map(({ question, answer }) => (
        <div key={question}>
          <dt>{question}</dt>
          <dd>{answerLabels[answer]}</dd>
        </div>
      ))}
    </dl>
  );
}
