import { useSignal } from '@preact/signals';
import type { JobView } from '../../lib/contracts/paramedics';
import type { AlarmSound } from '../../lib/alarms/alarmSound';
import { serverNow } from '../../lib/time';
import { Button, Dialog, Icon } from '../../lib/ui';
import type { CrewCommands } from './crewCommands';
import type { Reach } from './crewConnection';
import type { CrewMap } from './crewMap';
import { CrewMapView } from './CrewMapView';
import { Answers, Companions, Reasons, Story, Way, WhereLine } from './JobParts';
import type { JobSite } from './jobSite';
import type { PositionStream } from './positionStream';
import { pendingAnswer } from './steps';

const declineReasons = ['Vehicle not ready', 'Crew not ready', 'Road is blocked', 'Not equipped for this', 'Too far away'] as const;

interface OfferPageProps {
  job: JobView;
  commands: Pick<CrewCommands, 'queue' | 'accept' | 'decline'>;
  site: JobSite;
  positions: Pick<PositionStream, 'here'>;
  reach: Reach;
  map: CrewMap;
  sound: Pick<AlarmSound, 'state' | 'unblock'>;
}

/** A job is offered: everything needed to say yes or no, and nothing else. */
export function OfferPage({ job, commands, site, positions, reach, map, sound }: OfferPageProps) {
  const left = job.deadline === null ? null : Date.parse(job.deadline) - serverNow.value;
  return (
    <div class="crew-page offer" data-testid="offer" data-emergency={job.emergencyId} data-pages={job.pages}>
      <div class="offer-head">
        <span class="offer-priority">P{job.priority}</span>
        <div class="grow">
          <h1>{job.complaintLabel}</h1>
          <p class="offer-role">
            {job.role} · <span class="numerals nowrap">{job.number}</span>
          </p>
        </div>
        <Countdown job={job} left={left} />
      </div>
      {job.pages > 1 && (
        <p class="offer-second" role="alert" data-testid="second-page">
          <Icon name="alert" />
          Second page. Answer now, or the next crew is asked.
        </p>
      )}
      <div class="crew-columns">
        <div class="crew-scroll">
          <Way job={job} site={site} here={positions.here} reach={reach} />
          {job.relievesCallSign !== null && (
            <p class="offer-note" data-testid="relieves">
              You take the patient over from {job.relievesCallSign} on scene.
            </p>
          )}
          <Story job={job} />
          <Companions job={job} alone="No other unit has taken this job yet." />
          <Reasons job={job} />
          <Answers details={site.details} />
          <WhereLine job={job} />
        </div>
        <CrewMapView map={map} label="Map of you and where help is needed" />
      </div>
      {sound.state.value === 'blocked' && (
        <Button class="crew-unmute" icon="soundOff" onClick={() => void sound.unblock()}>
          Sound is blocked. Tap to enable it.
        </Button>
      )}
      <Answer job={job} commands={commands} reach={reach} over={left !== null && left <= 0} />
    </div>
  );
}

function Answer({ job, commands, reach, over }: Pick<OfferPageProps, 'job' | 'commands' | 'reach'> & { over: boolean }) {
  const declining = useSignal(false);
  const answer = pendingAnswer(job, commands.queue.waiting.value);
  const decline = (reason: string): void => {
    commands.decline(job, reason);
    declining.value = false;
  };
  return (
    <>
      <div class="crew-foot crew-foot-row">
        <Button wide class="crew-big crew-less" disabled={answer !== null} testId="offer-decline" onClick={() => (declining.value = true)}>
          Decline
        </Button>
        <Button
          kind="primary"
          wide
          class="crew-huge"
          busy={answer === 'accept'}
          disabled={answer !== null || over}
          testId="offer-accept"
          onClick={() => commands.accept(job)}
        >
          {answer === 'accept' ? acceptingLabel(reach) : over ? 'Time is up' : 'Accept'}
        </Button>
      </div>
      {declining.value && (
        <Dialog title="Why do you decline?" onClose={() => (declining.value = false)}>
          <div class="choices">
            {declineReasons.map((reason) => (
              <Button key={reason} wide class="crew-big" testId="decline-reason" onClick={() => decline(reason)}>
                {reason}
              </Button>
            ))}
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Why the answer has not gone out yet. */
function acceptingLabel(reach: Reach): string {
  if (reach.isSignedOut.value) return 'Waiting for sign-in…';
  return reach.isLive.value ? 'Accepting…' : 'Waiting for network…';
}

/** By the server's clock: the device's own may be minutes off. */
function Countdown({ job, left }: { job: JobView; left: number | null }) {
  if (left === null || job.deadline === null) return null;
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const whole = Date.parse(job.deadline) - Date.parse(job.offeredAt);
  return (
    <div class="offer-countdown">
      <span class="offer-seconds numerals" role="timer" aria-label={`${seconds} seconds to answer`}>
        {seconds}
      </span>
      <progress
        class="offer-progress"
        max={1}
        value={whole > 0 ? Math.max(0, Math.min(1, left / whole)) : 0}
        aria-label="Time left to answer"
      />
    </div>
  );
}
