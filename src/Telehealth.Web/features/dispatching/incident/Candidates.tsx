import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { BoundCandidate, Candidate, EmergencyRow, LeftOut, Recommendation } from '../../../lib/contracts/dispatching';
import type { OfferEffect } from '../../../lib/contracts/domain/emergencies';
import { leftOutGroups } from '../../emergencies/response';
import { minutesText, travelSourceSentence, travelSourceText } from '../../emergencies/travelText';
import { skillLong } from '../../emergencies/skillNames';
import { fixAgeText } from '../../../lib/map/fixAge';
import { Button } from '../../../lib/ui/Button';
import { Loading, Notice } from '../../../lib/ui/Surfaces';
import type { ShowIncidentDialog } from './incidentDialog';
import type { UnitRequests } from './unitRequests';

interface CandidatesProps {
  row: EmergencyRow;
  recommendation: ReadonlySignal<Recommendation | null>;
  requests: Pick<UnitRequests, 'busy' | 'offer' | 'reserve'>;
  /** The board's, for the incident that a unit would be diverted from. */
  emergencies: ReadonlySignal<ReadonlyMap<string, EmergencyRow>>;
  showDialog: ShowIncidentDialog;
}

/** Who could go, best first, with where the time comes from; who could be had from elsewhere; and who was left out, and why. */
export function Candidates(props: CandidatesProps) {
  const recommendation = props.recommendation.value;
  return (
    <div class="incident-column" data-list="candidates" data-testid="recommendation">
      <h3 class="column-head">{props.row.missing > 0 ? 'Who could go' : 'Others who could go'}</h3>
      {recommendation === null ? <Loading /> : <Recommended {...props} now={recommendation} />}
    </div>
  );
}

function Recommended({ row, now, requests, emergencies, showDialog }: CandidatesProps & { now: Recommendation }) {
  const { need, candidates, divertible, soonFree, leftOut, shortfall } = now;
  return (
    <>
      {need !== null && <NeedLine need={need} />}
      {shortfall !== null && (
        <div class="shortfall">
          <Notice tone="emergency" role="alert" title="No unit can be sent" testId="shortfall">
            {shortfall}
          </Notice>
        </div>
      )}
      {shortfall === null && candidates.length === 0 && <p class="muted small">No suitable unit is free.</p>}
      <ul class="candidates">
        {candidates.map((one, index) => (
          <CandidateRow key={one.unitId} row={row} candidate={one} best={index === 0} requests={requests} />
        ))}
      </ul>
      <BoundGroup
        title="Could be diverted"
        hint="Under way to something less urgent, which then waits again."
        units={divertible}
        test="divertible"
        button={(unit) => <DivertButton to={row} unit={unit} emergencies={emergencies} showDialog={showDialog} />}
      />
      <BoundGroup
        title="Soon clear"
        hint="The time includes what it still has to do."
        units={soonFree}
        test="soon-free"
        button={(unit) => <KeepButton row={row} unit={unit} requests={requests} />}
      />
      {leftOut.length > 0 && <LeftOutList row={row} leftOut={leftOut} requests={requests} />}
    </>
  );
}

function NeedLine({ need }: { need: NonNullable<Recommendation['need']> }) {
  const skills = need.skills.length > 0 && `: ${need.skills.map(skillLong).join(', ')}`;
  return (
    <p class="muted small">
      For unit {need.number}, {need.role}
      {skills}.
    </p>
  );
}

type RowProps = Pick<CandidatesProps, 'row' | 'requests'>;

function CandidateRow({ row, candidate, best, requests }: RowProps & { candidate: Candidate; best: boolean }) {
  const { travel, mobilisationSeconds, callSign } = candidate;
  return (
    <li class="candidate" data-testid="candidate" data-unit={callSign}>
      <span class="unit-sign numerals">{callSign}</span>
      <span class="candidate-time numerals" title={startText(candidate)}>
        {hasWay(candidate) ? minutesText(travel.seconds + mobilisationSeconds) : '—'}
      </span>
      <span class="candidate-more">
        <span class="numerals" title={travelSourceSentence(travel.source)}>
          {(travel.metres / 1000).toFixed(1)} km <TravelSource source={travel.source} />
        </span>
        <span class="muted numerals">
          {best && hasWay(candidate) && 'fastest · '}
          {seenText(candidate)}
          {mobilisationSeconds >= 60 && ' · at its station'}
          {candidate.declinedBefore && <span class="declined"> · declined before</span>}
        </span>
      </span>
      <OfferButton row={row} unitId={candidate.unitId} callSign={callSign} requests={requests} />
    </li>
  );
}

/** Without a road its time is a penalty that puts it last, and no time to show. */
function hasWay({ travel }: Candidate): boolean {
  return travel.source !== 'no_road';
}

/** How old the position is that the time is estimated from. */
function seenText({ fixAgeSeconds, aheadMetres }: Candidate): string {
  const ahead = aheadMetres > 0 ? `, estimated ${aheadMetres} m ahead` : '';
  return `seen ${fixAgeText(fixAgeSeconds * 1000)}${fixAgeSeconds >= 5 ? ' ago' : ''}${ahead}`;
}

/** What the time is made of. */
function startText(candidate: Candidate): string {
  const { travel, mobilisationSeconds } = candidate;
  if (!hasWay(candidate)) return travelSourceSentence(travel.source);
  return mobilisationSeconds === 0 ? 'Ready to drive' : `${mobilisationSeconds} s to start, then ${minutesText(travel.seconds)} of driving`;
}

/** A straight line is marked: a river may lie between. */
function TravelSource({ source }: { source: string }) {
  const rough = source === 'crow_fly' || source === 'no_road';
  return (
    <span class={rough ? 'source-rough' : undefined} data-testid="travel-source" data-source={source}>
      {travelSourceText(source)}
    </span>
  );
}

interface BoundGroupProps {
  title: string;
  hint: string;
  units: readonly BoundCandidate[];
  test: string;
  button: (unit: BoundCandidate) => ComponentChildren;
}

function BoundGroup({ title, hint, units, test, button }: BoundGroupProps) {
  if (units.length === 0) return null;
  return (
    <section class="bound" data-testid={test}>
      <h4 title={hint}>
        {title} <span class="pane-count numerals">{units.length}</span>
      </h4>
      <ul class="candidates">
        {units.map((unit) => (
          <li key={unit.unitId} class="candidate" data-unit={unit.callSign}>
            <span class="unit-sign numerals">{unit.callSign}</span>
            <span class="candidate-time numerals">{minutesText(unit.arrivalSeconds)}</span>
            <span class="candidate-more">
              <span class="numerals">there, {travelSourceText(unit.travel.source)}</span>
              <span class="muted numerals">
                has P{unit.priority} {unit.number}
              </span>
            </span>
            {button(unit)}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface DivertButtonProps extends Pick<CandidatesProps, 'emergencies' | 'showDialog'> {
  to: EmergencyRow;
  unit: BoundCandidate;
}

function DivertButton({ to, unit, emergencies, showDialog }: DivertButtonProps) {
  const from = emergencies.value.get(unit.emergencyId);
  const divert = (): void => {
    if (from !== undefined) showDialog({ kind: 'divert', emergency: from, assignmentId: unit.assignmentId, toId: to.id });
  };
  return (
    <Button
      class="action"
      disabled={from === undefined}
      label={`Divert… ${unit.callSign} to here`}
      data={{ 'data-list-row': '' }}
      onClick={divert}
    >
      Divert…
    </Button>
  );
}

function KeepButton({ row, unit, requests }: RowProps & { unit: BoundCandidate }) {
  const kept = row.reservations.some((reservation) => reservation.unitId === unit.unitId);
  const word = kept ? 'Kept' : 'Keep for it';
  return (
    <Button
      class="action"
      disabled={kept}
      busy={requests.busy.value === `reserve:${unit.unitId}`}
      label={`${word}: ${unit.callSign}`}
      data={{ 'data-list-row': '' }}
      onClick={() => void requests.reserve(unit.unitId)}
    >
      {word}
    </Button>
  );
}

function LeftOutList({ row, leftOut, requests }: RowProps & { leftOut: readonly LeftOut[] }) {
  return (
    <section class="left-out" data-testid="left-out-list">
      <h4>
        Left out <span class="pane-count numerals">{leftOut.length}</span>
      </h4>
      {leftOutGroups(leftOut).map((group) => (
        <details key={group.reason} data-reason={group.reason}>
          <summary data-list-row>
            <span class="numerals">{group.units.length}</span> {group.words}
          </summary>
          <ul class="candidates">
            {group.units.map((left) => (
              <LeftOutRow key={left.unitId} row={row} left={left} requests={requests} />
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function LeftOutRow({ row, left, requests }: RowProps & { left: LeftOut }) {
  return (
    <li class="candidate candidate-left" data-testid="left-out" data-unit={left.callSign} data-reason={left.reason}>
      <span class="unit-sign numerals">{left.callSign}</span>
      <span class="candidate-why">{left.text}</span>
      {left.mayBeOverruled && <OfferButton row={row} unitId={left.unitId} callSign={left.callSign} anyway requests={requests} />}
    </li>
  );
}

const offerLabels: Readonly<Record<OfferEffect, string>> = { meets: 'Offer', replaces: 'Offer instead', onTop: 'Send as extra' };

function OfferButton({
  row,
  unitId,
  callSign,
  anyway = false,
  requests,
}: RowProps & { unitId: string; callSign: string; anyway?: boolean }) {
  const word = offerLabels[row.offerEffect];
  const present = row.assignments.some((unit) => unit.unitId === unitId && unit.status !== 'clear');
  return (
    <Button
      class="action"
      testId="assign-by-hand"
      data={{ 'data-unit': callSign, 'data-list-row': '' }}
      disabled={present}
      busy={requests.busy.value === `offer:${unitId}`}
      label={`${word}: ${callSign}${anyway ? ' anyway' : ''}`}
      onClick={() => void requests.offer(unitId)}
    >
      {word}
      {anyway && ' anyway'}
    </Button>
  );
}
