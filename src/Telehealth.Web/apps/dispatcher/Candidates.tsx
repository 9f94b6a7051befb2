import type { Candidate, EmergencyRow, LeftOut } from '../../lib/contracts';
import { hasUnit, minutesWords, travelSourceWords } from '../../lib/incidents/words';
import { fixAgeWords } from '../../lib/map';
import { Button, Loading } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

/** Reasons that a person may overrule; a unit that is off shift or busy cannot be asked at all. */
const mayBeOverruled: readonly string[] = ['unit.lacks_skill', 'unit.fix_too_old', 'unit.no_fix', 'unit.declined'];

/** Who could go, best first, with where the time comes from; and who was left out, and why. */
export function Candidates({ desk, row }: { desk: DispatchConsole; row: EmergencyRow }) {
  const recommendation = desk.recommendation.value;
  return (
    <div class="incident-column" data-list="candidates">
      <h3 class="column-head">{hasUnit(row) ? 'Others who could go' : 'Who could go'}</h3>
      {recommendation === null ? <Loading /> : (
        <>
          {recommendation.candidates.length === 0 && <p class="muted small">No suitable unit is free.</p>}
          <ul class="candidates">{recommendation.candidates.map((candidate) => <CandidateRow key={candidate.unitId} desk={desk} row={row} candidate={candidate} />)}</ul>
          {recommendation.leftOut.length > 0 && (
            <details class="left-out">
              <summary>Left out <span class="pane-count numerals">{recommendation.leftOut.length}</span></summary>
              <ul class="candidates">{recommendation.leftOut.map((left) => <LeftOutRow key={left.unitId} desk={desk} row={row} left={left} />)}</ul>
            </details>
          )}
        </>
      )}
    </div>
  );
}

function CandidateRow({ desk, row, candidate }: { desk: DispatchConsole; row: EmergencyRow; candidate: Candidate }) {
  const present = row.assignment?.unitId === candidate.unitId;
  return (
    <li class="candidate" data-testid="candidate" data-unit={candidate.callSign}>
      <span class="unit-sign numerals">{candidate.callSign}</span>
      <span class="candidate-time numerals">{minutesWords(candidate.travel.seconds)}</span>
      <span class="candidate-more">
        <span class="numerals">{(candidate.travel.metres / 1000).toFixed(1)} km {travelSourceWords(candidate.travel.source)}</span>
        <span class="muted numerals">seen {fixAgeWords(candidate.fixAgeSeconds * 1000)}{candidate.fixAgeSeconds >= 5 && ' ago'}{candidate.declinedBefore && <span class="declined"> · declined before</span>}</span>
      </span>
      <OfferButton desk={desk} row={row} unitId={candidate.unitId} callSign={candidate.callSign} disabled={present} />
    </li>
  );
}

function LeftOutRow({ desk, row, left }: { desk: DispatchConsole; row: EmergencyRow; left: LeftOut }) {
  return (
    <li class="candidate candidate-left" data-testid="left-out" data-unit={left.callSign} data-reason={left.reason}>
      <span class="unit-sign numerals">{left.callSign}</span>
      <span class="candidate-why">{left.text}</span>
      {mayBeOverruled.includes(left.reason) && <OfferButton desk={desk} row={row} unitId={left.unitId} callSign={left.callSign} disabled={false} anyway />}
    </li>
  );
}

interface OfferButtonProps {
  desk: DispatchConsole;
  row: EmergencyRow;
  unitId: string;
  callSign: string;
  disabled: boolean;
  anyway?: boolean;
}

function OfferButton({ desk, row, unitId, callSign, disabled, anyway = false }: OfferButtonProps) {
  const word = hasUnit(row) ? 'Reassign' : 'Offer';
  return (
    <Button class="action" testId="assign-by-hand" data={{ 'data-unit': callSign, 'data-list-row': '' }} busy={desk.busy.value === `offer:${unitId}`} disabled={disabled}
      label={`${word} to ${callSign}${anyway ? ' anyway' : ''}`} onClick={() => void desk.offer(unitId)}>
      {word}{anyway && ' anyway'}
    </Button>
  );
}
