import type { ConsultCard } from '../../../lib/contracts/consults';
import { isolated } from '../../../lib/text';
import { EmptyState, LinkButton } from '../../../lib/ui';
import { QualitySummary } from '../quality/QualitySummary';
import { link } from './waitingRoom';

/** Sent back by another page of this clinician, or never admitted. */
function Waits({ card }: { card: ConsultCard }) {
  return (
    <div class="page page-narrow" data-testid="consult-waits">
      <EmptyState
        page
        icon="clock"
        title={`${isolated(card.patientName)} is in the waiting room`}
        actions={
          <LinkButton kind="primary" href="#/">
            Show the waiting room
          </LinkButton>
        }
      >
        Nobody is in the room. Any clinician can admit them, you too.
      </EmptyState>
    </div>
  );
}

/** In place of a consult that cannot be entered now. */
export function ConsultOver({ card }: { card: ConsultCard | undefined }) {
  if (card?.phase === 'waiting') return <Waits card={card} />;
  const title = !card ? 'There is no such consult' : card.phase === 'ended' ? 'The consult has ended' : 'This consult is not open';
  return (
    <div class="page page-narrow" data-testid="consult-over">
      <EmptyState
        page
        icon={card?.phase === 'ended' ? 'check' : 'search'}
        title={title}
        actions={
          <LinkButton kind="primary" href="#/">
            Back to the waiting room
          </LinkButton>
        }
      >
        {card?.phase === 'ended'
          ? `Everybody has been disconnected from the consult with ${card.patientName}.`
          : 'It may have been cancelled, or the patient has not been admitted yet.'}
      </EmptyState>
      {card?.phase === 'ended' && <QualitySummary link={link} consultId={card.id} />}
    </div>
  );
}
