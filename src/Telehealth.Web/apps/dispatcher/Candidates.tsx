import type { ComponentChildren } from 'preact';
import type { BoundCandidate, Candidate, EmergencyRow, LeftOut, Recommendation } from '../../lib/contracts/dispatching';
import { leftOutGroups, offerEffect } from '../../lib/incidents/response';
import { minutesWords, skillLong, travelSourceSentence, travelSourceWords } from '../../lib/incidents/words';
import { fixAgeWords } from '../../lib/map';
import { Button, Loading, Notice } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

/** Reasons that a person may overrule; a unit that is off shift or busy cannot be asked at all. */
const mayBeOverruled: readonly string[] = ['unit.lacks_skill', 'unit.fix_too_old', 'unit.no_fix', 'unit.declined', 'unit.outside_area'];

interface CandidatesProps {
  desk: DispatchConsole;
  row: EmergencyRow;
}

/** Who could go, best first, with where the time comes from; who could be had from elsewhere; and who was left out, and why. */
export function Candidates({ desk, row }: CandidatesProps) {
  const recommendation = desk.recommendation.value;
  return (
    <div class="incident-column" data-list="candidates" data-testid="recommendation">
      <h3 class="column-head">{row.missing > 0 ? 'Who could go' : 'Others who could go'}</h3>
      {recommendation === null ? <Loading /> : <Recommended desk={desk} row={row} recommendation={recommendation} />}
    </div>
  );
}

function Recommended({ desk, row, recommendation }: CandidatesProps & { recommendation: Recommendation }) {
  const { need, candidates, divertible, soonFree, leftOut, shortfall } = recommendation;
  return (
    <>
      {need !== null && (
        <p class="muted small">
          For unit {need.number}, {need.role}
          {need.skills.length > 0 && `: ${need.skills.map(skillLong).join(', ')}`}.
        </p>
      )}
      {shortfall !== null && (
        <div class="shortfall">
          <Notice tone="emergency" role="alert" title="No unit can be sent" testId="shortfall">
            {shortfall}
          </Notice>
        </div>
      )}
      {shortfall === null && candidates.length === 0 && <p class="muted small">No suitable unit is free.</p>}
      <ul class="candidates">
        {candidates.map((candidate, index) => (
          <CandidateRow key={candidate.unitId} desk={desk} row={row} candidate={candidate} best={index === 0} />
        ))}
      </ul>
      <BoundGroup
        title="Could be diverted"
        hint="Under way to something less urgent, which then waits again."
        units={divertible}
        test="divertible"
        button={(unit) => <DivertButton desk={desk} row={row} unit={unit} />}
      />
      <BoundGroup
        title="Soon clear"
        hint="With what it has still to do."
        units={soonFree}
        test="soon-free"
        button={(unit) => <KeepButton desk={desk} row={row} unit={unit} />}
      />
      {leftOut.length > 0 && <LeftOutList desk={desk} row={row} leftOut={leftOut} />}
    </>
  );
}

function CandidateRow({ desk, row, candidate, best }: CandidatesProps & { candidate: Candidate; best: boolean }) {
  return (
    <li class="candidate" data-testid="candidate" data-unit={candidate.callSign}>
      <span class="unit-sign numerals">{candidate.callSign}</span>
      <span class="candidate-time numerals" title={startWords(candidate)}>
        {hasWay(candidate) ? minutesWords(candidate.travel.seconds + candidate.mobilisationSeconds) : '—'}
      </span>
      <span class="candidate-more">
        <span class="numerals" title={travelSourceSentence(candidate.travel.source)}>
          {(candidate.travel.metres / 1000).toFixed(1)} km <TravelSource source={candidate.travel.source} />
        </span>
        <span class="muted numerals">
          {best && hasWay(candidate) && 'fastest · '}seen {fixAgeWords(candidate.fixAgeSeconds * 1000)}
          {candidate.fixAgeSeconds >= 5 && ' ago'}
          {candidate.aheadMetres > 0 && `, reckoned ${candidate.aheadMetres} m ahead`}
          {candidate.mobilisationSeconds >= 60 && ' · at its station'}
          {candidate.declinedBefore && <span class="declined"> · declined before</span>}
        </span>
      </span>
      <OfferButton desk={desk} row={row} unitId={candidate.unitId} callSign={candidate.callSign} />
    </li>
  );
}

/** Without a road its time is a penalty that puts it last, and no time to show. */
function hasWay({ travel }: Candidate): boolean {
  return travel.source !== 'no_road';
}

/** What the time is made of. */
function startWords(candidate: Candidate): string {
  const { travel, mobilisationSeconds } = candidate;
  if (!hasWay(candidate)) return travelSourceSentence(travel.source);
  return mobilisationSeconds === 0
    ? 'Ready to drive'
    : `${mobilisationSeconds} s to start, then ${minutesWords(travel.seconds)} of driving`;
}

/** A straight line is marked: a river may lie between. */
function TravelSource({ source }: { source: string }) {
  return (
    <span
      class={source === 'crow_fly' || source === 'no_road' ? 'source-rough' : undefined}
      data-testid="travel-source"
      data-source={source}
    >
      {travelSourceWords(source)}
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
            <span class="candidate-time numerals">{minutesWords(unit.arrivalSeconds)}</span>
            <span class="candidate-more">
              <span class="numerals">there, {travelSourceWords(unit.travel.source)}</span>
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

function DivertButton({ desk, row, unit }: CandidatesProps & { unit: BoundCandidate }) {
  const from = desk.rows.emergencies.value.get(unit.emergencyId);
  return (
    <Button
      class="action"
      disabled={from === undefined}
      label={`Divert… ${unit.callSign} to here`}
      data={{ 'data-list-row': '' }}
      onClick={() => {
        if (from !== undefined) desk.dialog.value = { kind: 'divert', emergency: from, assignmentId: unit.assignmentId, toId: row.id };
      }}
    >
      Divert…
    </Button>
  );
}

function KeepButton({ desk, row, unit }: CandidatesProps & { unit: BoundCandidate }) {
  const kept = row.reservations.some((reservation) => reservation.unitId === unit.unitId);
  return (
    <Button
      class="action"
      disabled={kept}
      busy={desk.busy.value === `reserve:${unit.unitId}`}
      label={`${kept ? 'Kept' : 'Keep for it'}: ${unit.callSign}`}
      data={{ 'data-list-row': '' }}
      onClick={() => void desk.reserve(unit.unitId)}
    >
      {kept ? 'Kept' : 'Keep for it'}
    </Button>
  );
}

function LeftOutList({ desk, row, leftOut }: CandidatesProps & { leftOut: readonly LeftOut[] }) {
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
              <LeftOutRow key={left.unitId} desk={desk} row={row} left={left} />
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function LeftOutRow({ desk, row, left }: CandidatesProps & { left: LeftOut }) {
  return (
    <li class="candidate candidate-left" data-testid="left-out" data-unit={left.callSign} data-reason={left.reason}>
      <span class="unit-sign numerals">{left.callSign}</span>
      <span class="candidate-why">{left.text}</span>
      {mayBeOverruled.includes(left.reason) && <OfferButton desk={desk} row={row} unitId={left.unitId} callSign={left.callSign} anyway />}
    </li>
  );
}

const offerWords = { meets: 'Offer', replaces: 'Offer instead', onTop: 'Send on top' } as const;

function OfferButton({
  desk,
  row,
  unitId,
  callSign,
  anyway = false,
}: CandidatesProps & { unitId: string; callSign: string; anyway?: boolean }) {
  const word = offerWords[offerEffect(row)];
  const present = row.assignments.some((unit) => unit.unitId === unitId && unit.status !== 'clear');
  return (
    <Button
      class="action"
      testId="assign-by-hand"
      data={{ 'data-unit': callSign, 'data-list-row': '' }}
      busy={desk.busy.value === `offer:${unitId}`}
      disabled={present}
      label={`${word}: ${callSign}${anyway ? ' anyway' : ''}`}
      onClick={() => void desk.offer(unitId)}
    >
      {word}
      {anyway && ' anyway'}
    </Button>
  );
}
