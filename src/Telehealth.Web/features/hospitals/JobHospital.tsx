import { type ReadonlySignal, useSignal } from '@preact/signals';
import { notFoundCode } from '../../lib/contracts/codes';
import type { TravelEstimate } from '../../lib/contracts/emergencies';
import type { HospitalCandidate, HospitalRankingView } from '../../lib/contracts/hospitals';
import type { JobView } from '../../lib/contracts/paramedics';
import { minutesText, travelSourceText } from '../emergencies/travelText';
import { distanceText } from '../../lib/map';
import type { Fault } from '../../lib/realtime';
import { Button, Dialog, ErrorNotice, Icon, Loading, Written } from '../../lib/ui';

type Choose = (hospital: { code: string; name: string }) => void;

/** The hospitals of a job as far as they have been read. */
type Known = ReadonlySignal<
  { state: 'ready'; value: HospitalRankingView } | { state: 'failed'; fault: Fault } | { state: 'none' | 'loading' }
>;

interface JobHospitalProps {
  job: JobView;
  known: Known;
  onOpen: () => void;
  onChoose: Choose;
}

/** Where the patient goes. What was chosen counts when the server has it; until then it stands among the updates. */
export function JobHospital({ job, known, onOpen, onChoose }: JobHospitalProps) {
  const choosing = useSignal(false);
  const open = (): void => {
    choosing.value = true;
    onOpen();
  };
  const choose: Choose = (hospital) => {
    onChoose(hospital);
    choosing.value = false;
  };
  return (
    <section class="job-part" aria-label="Hospital">
      {job.hospitalName !== null && (
        <p class="job-with" data-testid="hospital">
          <Icon name="plus" />
          To {job.hospitalName}
        </p>
      )}
      <Button wide class="crew-big" testId="choose-hospital" onClick={open}>
        {job.hospitalName === null ? 'Choose a hospital' : 'Another hospital'}
      </Button>
      {choosing.value && (
        <Dialog
          title="Which hospital?"
          wide
          testId="hospitals"
          onClose={() => {
            choosing.value = false;
          }}
        >
          <Choice known={known.value} choose={choose} />
        </Dialog>
      )}
    </section>
  );
}

function Choice({ known, choose }: { known: Known['value']; choose: Choose }) {
  switch (known.state) {
    case 'ready':
      return <Ranking ranking={known.value} choose={choose} />;
    case 'failed':
      return known.fault.code === notFoundCode ? (
        <p role="alert">The list of hospitals is not available here. Ask dispatch by radio.</p>
      ) : (
        <ErrorNotice title="The hospitals could not be read" error={known.fault} />
      );
    default:
      return <Loading>Looking for hospitals…</Loading>;
  }
}

function Ranking({ ranking, choose }: { ranking: HospitalRankingView; choose: Choose }) {
  return (
    <div class="choices">
      <p class="job-where">
        Needed: {ranking.needs}. {ranking.fromScene ? 'Times are from the scene.' : 'Times are from where you are.'}
      </p>
      {ranking.shortfall !== null && (
        <p class="location-bad" role="alert">
          {ranking.shortfall.text}
        </p>
      )}
      {[...ranking.ranked, ...(ranking.shortfall?.instead ?? [])].map((hospital, place) => (
        <Candidate key={hospital.code} hospital={hospital} first={place === 0 && ranking.shortfall === null} choose={choose} />
      ))}
      {ranking.leftOut.length > 0 && <h3 class="choices-head">Not recommended</h3>}
      {ranking.leftOut.map((left) => (
        <div key={left.code} class="hospital-left">
          <div class="grow">
            <strong>
              <Written text={left.name} />
            </strong>
            <p>
              {left.text}
              {left.travel !== null && ` ${driveText(left.travel)}`}
            </p>
          </div>
          {left.travel !== null && (
            <Button class="crew-ok" onClick={() => choose(left)}>
              Choose
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}

function Candidate({
  hospital,
  first,
  choose,
}: {
  hospital: HospitalCandidate;
  first: boolean;
  choose: (hospital: HospitalCandidate) => void;
}) {
  return (
    <button
      type="button"
      class={`vehicle hospital${first ? ' hospital-first' : ''}`}
      data-testid="hospital-choice"
      data-code={hospital.code}
      onClick={() => choose(hospital)}
    >
      <span class="grow">
        <strong>
          <Written text={hospital.name} />
        </strong>
        <br />
        {driveText(hospital.travel)}
        {hospital.lacks !== '' && (
          <>
            <br />
            Lacks: {hospital.lacks}
          </>
        )}
      </span>
      {first && <span class="hospital-mark">Recommended</span>}
    </button>
  );
}

function driveText(travel: TravelEstimate): string {
  return `${minutesText(travel.seconds)}, ${distanceText(travel.metres)} ${travelSourceText(travel.source)}.`;
}
