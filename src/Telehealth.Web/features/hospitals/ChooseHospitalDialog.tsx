import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { http } from '../../lib/access/http';
import type { AssignmentRow, EmergencyRow } from '../../lib/contracts/dispatching';
import type { ChosenHospital, HospitalCandidate, HospitalLeftOut, HospitalRankingView } from '../../lib/contracts/hospitals';
import { liveUnits } from '../emergencies/response';
import { WhichUnit } from '../emergencies/WhichUnit';
import { isJob } from '../emergencies/labels';
import { minutesText, travelSourceSentence } from '../emergencies/travelText';
import { Polled } from '../../lib/polling/polled';
import { AsOf, NotYet } from '../../lib/polling/PolledParts';
import type { Fault, Outcome } from '../../lib/realtime/outcome';
import { isolated } from '../../lib/text/isolated';
import { announce } from '../../lib/ui/Announcer';
import { Button } from '../../lib/ui/Button';
import { Dialog } from '../../lib/ui/Dialog';
import { ErrorNotice, Notice } from '../../lib/ui/Surfaces';
import { Written } from '../../lib/ui/Written';
import { keepFocusIn, moveAmongChoices, suggestedChoice, useFirstChoice } from '../../lib/ui/choices';
import { roadText } from './hospitalText';

/** The way to choose one, whether that is under way, and why the last try was refused. */
export interface HospitalChooser {
  readonly busy: ReadonlySignal<string | null>;
  readonly fault: ReadonlySignal<Fault | null>;
  chooseHospital(emergencyId: string, assignmentId: string, code: string): Promise<Outcome<ChosenHospital>>;
}

interface ChooseHospitalProps {
  chooser: HospitalChooser;
  row: EmergencyRow;
  /** The crew that is chosen for at first. */
  assignmentId: string;
  /** Opens the status of a hospital, where it can be entered that it is open again. */
  onStatus: (code: string) => void;
  onClose: () => void;
}

/** Where a crew's patient goes: by drive time, with why the others are left out. */
export function ChooseHospitalDialog({ chooser, row, assignmentId, onStatus, onClose }: ChooseHospitalProps) {
  const units = liveUnits(row).filter((unit) => isJob(unit.status));
  const chosen = useSignal(assignmentId);
  const unit = units.find((candidate) => candidate.id === chosen.value);
  return (
    <Dialog title={`Hospital for ${unit?.callSign ?? 'a unit'} on ${row.number}`} wide onClose={onClose} testId="dialog-hospital">
      <div class="stack stack-3">
        <WhichUnit units={units} chosen={chosen} />
        {unit === undefined ? (
          <p>The unit is no longer on this incident.</p>
        ) : (
          <Choice key={unit.id} chooser={chooser} emergencyId={row.id} unit={unit} onStatus={onStatus} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  chooser: HospitalChooser;
  emergencyId: string;
  unit: AssignmentRow;
  onStatus: (code: string) => void;
  onClose: () => void;
}

function Choice({ chooser, emergencyId, unit, onStatus, onClose }: ChoiceProps) {
  const ranking = useMemo(
    () => new Polled<HospitalRankingView>(() => http.get(`/api/emergencies/${emergencyId}/hospitals?unit=${unit.unitId}`)),
    [],
  );
  useEffect(() => ranking.watch(), []);
  const list = useFirstChoice(ranking.value.value !== null, suggestedChoice);
  const view = ranking.value.value;
  const choose = async (code: string): Promise<void> => {
    const outcome = await chooser.chooseHospital(emergencyId, unit.id, code);
    if (outcome.error === null) {
      announce(`${unit.callSign} goes to ${isolated(outcome.value.name)}.`);
      onClose();
    } else {
      await ranking.read();
      requestAnimationFrame(() => keepFocusIn(list.current));
    }
  };
  return (
    <>
      <AsOf of={ranking} what="The ranking" />
      {chooser.fault.value !== null && <ErrorNotice title="Not chosen" error={chooser.fault.value} />}
      {unit.hospitalName !== null && (
        <p>
          {unit.callSign} goes to <strong>{unit.hospitalName}</strong> now. A hospital that was told is told of the change.
        </p>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows go from button to button; the list is none itself. */}
      <div class="choices" ref={list} tabIndex={-1} onKeyDown={moveAmongChoices}>
        {view === null ? (
          <NotYet of={ranking} loading="Looking for hospitals…" failed="The hospitals could not be ranked" />
        ) : (
          <Ranking view={view} unit={unit} busy={chooser.busy.value} choose={(code) => void choose(code)} onStatus={onStatus} />
        )}
      </div>
    </>
  );
}

interface RankingProps {
  view: HospitalRankingView;
  unit: AssignmentRow;
  busy: string | null;
  choose: (code: string) => void;
  onStatus: (code: string) => void;
}

function Ranking({ view, unit, busy, choose, onStatus }: RankingProps) {
  const { ranked, leftOut, shortfall } = view;
  return (
    <div class="stack stack-3">
      <p class="muted">
        Needs {view.needs}. Drive times are from{' '}
        {view.fromScene ? `the scene: nobody knows where ${unit.callSign} is.` : `where ${unit.callSign} is now.`}
      </p>
      {shortfall !== null && (
        <Notice tone="emergency" role="alert" title="No hospital fits" testId="hospital-shortfall">
          {shortfall.text}
        </Notice>
      )}
      {shortfall !== null && shortfall.instead.length > 0 && <h3 class="column-head">Nearest that are open, without it</h3>}
      <ul class="hospital-choices">
        {(shortfall?.instead ?? ranked).map((hospital, place) => (
          <Candidate key={hospital.code} hospital={hospital} first={place === 0 && shortfall === null} busy={busy} choose={choose} />
        ))}
      </ul>
      {leftOut.length > 0 && (
        <section class="left-out">
          <h3 class="column-head">
            Left out <span class="pane-count numerals">{leftOut.length}</span>
          </h3>
          <ul class="hospital-choices">
            {leftOut.map((left) => (
              <LeftOutHospital key={left.code} left={left} busy={busy} choose={choose} onStatus={onStatus} />
            ))}
          </ul>
        </section>
      )}
      {ranked.length + leftOut.length === 0 && <p>No hospitals are configured.</p>}
    </div>
  );
}

interface CandidateProps extends Pick<RankingProps, 'busy' | 'choose'> {
  hospital: HospitalCandidate;
  first: boolean;
}

function Candidate({ hospital, first, busy, choose }: CandidateProps) {
  return (
    <li class="hospital-choice" data-testid="hospital-candidate" data-code={hospital.code}>
      <span class="candidate-time numerals">{minutesText(hospital.travel.seconds)}</span>
      <span class="grow">
        <strong>
          <Written text={hospital.name} />
        </strong>
        {first && <span class="muted"> · shortest drive</span>}
        <span class="hospital-more numerals" title={travelSourceSentence(hospital.travel.source)}>
          {roadText(hospital.travel)}
          {hospital.telephone !== null && ` · ${hospital.telephone}`}
        </span>
        {hospital.lacks !== '' && <span class="hospital-more hospital-lacks">Lacks {hospital.lacks}</span>}
      </span>
      <Button
        kind={first ? 'primary' : 'secondary'}
        class="action"
        label={`Choose ${hospital.name}`}
        busy={busy === `hospital:${hospital.code}`}
        data={{ 'data-choice': '' }}
        onClick={() => choose(hospital.code)}
      >
        Choose
      </Button>
    </li>
  );
}

/** A person may overrule, but for one that takes nobody: that it is open again must be entered first. */
function LeftOutHospital({ left, busy, choose, onStatus }: Pick<RankingProps, 'busy' | 'choose' | 'onStatus'> & { left: HospitalLeftOut }) {
  const closed = left.reason === 'hospital.closed';
  return (
    <li class="hospital-choice" data-testid="hospital-left-out" data-code={left.code} data-reason={left.reason}>
      <span class="candidate-time numerals">{left.travel === null ? '' : minutesText(left.travel.seconds)}</span>
      <span class="grow">
        <strong>
          <Written text={left.name} />
        </strong>
        <span class="hospital-more numerals">{left.text}</span>
        {left.travel !== null && <span class="hospital-more numerals">{roadText(left.travel)}</span>}
      </span>
      {closed ? (
        <Button class="action" label={`Status… of ${left.name}`} data={{ 'data-choice': '' }} onClick={() => onStatus(left.code)}>
          Status…
        </Button>
      ) : (
        <Button
          class="action"
          label={`Choose anyway: ${left.name}`}
          busy={busy === `hospital:${left.code}`}
          data={{ 'data-choice': '' }}
          onClick={() => choose(left.code)}
        >
          Choose anyway
        </Button>
      )}
    </li>
  );
}
