import type { ConsultCard } from '../../../lib/contracts/consults';
import { serverNow, whenText, zoneName } from '../../../lib/time';
import { Badge, Card, Duration, EmptyState, LinkButton, Loading, WrittenText } from '../../../lib/ui';
import { opensLater } from './opening';
import { consults } from './ownConsults';

const goOnLabels: Partial<Record<ConsultCard['phase'], string>> = { booked: 'Open', waiting: 'Return', inProgress: 'Return' };

function PhaseBadge({ card }: { card: ConsultCard }) {
  switch (card.phase) {
    case 'booked':
      return <Badge tone="accent">Booked</Badge>;
    case 'waiting':
      return <Badge tone="warning">Waiting {card.waitingSince && <Duration since={card.waitingSince} />}</Badge>;
    case 'inProgress':
      return <Badge tone="success">In progress</Badge>;
    case 'ended':
      return <Badge>Ended</Badge>;
    case 'cancelled':
      return <Badge>Cancelled</Badge>;
  }
}

const momentOf = (card: ConsultCard): string => card.endedAt ?? card.startedAt ?? card.waitingSince ?? card.bookedFor ?? '';

function ConsultRow({ card }: { card: ConsultCard }) {
  const next = goOnLabels[card.phase];
  const moment = momentOf(card);
  const later = opensLater(card, serverNow.value);
  return (
    <li class="consult-row" data-testid="my-consult" data-consult={card.id} data-phase={card.phase}>
      <span class="grow">
        <WrittenText class="strong reason" text={card.reason} />
        <span class="muted small">
          {[
            card.clinicianName,
            moment && whenText(moment, serverNow.value) + (card.phase === 'booked' ? ` ${zoneName(new Date(moment), 'short')}` : ''),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <PhaseBadge card={card} />
      {later !== null && (
        <span class="small nowrap" data-testid="opens-later">
          Opens {later}
        </span>
      )}
      {next && later === null && (
        <LinkButton kind={card.phase === 'booked' ? 'secondary' : 'primary'} href={`#/consult/${card.id}`}>
          {next}
        </LinkButton>
      )}
    </li>
  );
}

const recentAtMost = 8;

/** What is booked, waits or runs, and what was lately. */
export function ConsultsCard() {
  if (consults.value === null)
    return (
      <Card title="Your visits">
        <Loading />
      </Card>
    );
  const cards = [...consults.value.values()];
  const open = cards.filter((card) => card.phase in goOnLabels).sort((one, other) => momentOf(one).localeCompare(momentOf(other)));
  const over = cards
    .filter((card) => !(card.phase in goOnLabels))
    .sort((one, other) => momentOf(other).localeCompare(momentOf(one)))
    .slice(0, recentAtMost);
  return (
    <Card title="Your visits" flush class="consults-card">
      {open.length > 0 && (
        <ul>
          {open.map((card) => (
            <ConsultRow key={card.id} card={card} />
          ))}
        </ul>
      )}
      {over.length > 0 && (
        <>
          <h3 class="consults-over">Earlier</h3>
          <ul>
            {over.map((card) => (
              <ConsultRow key={card.id} card={card} />
            ))}
          </ul>
        </>
      )}
      {cards.length === 0 && (
        <EmptyState icon="calendar" title="No visits yet">
          Booked and past visits are listed here.
        </EmptyState>
      )}
    </Card>
  );
}
