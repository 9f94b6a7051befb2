import { useEffect, useMemo } from 'preact/hooks';
import { AppFrame } from '../../lib/access';
import { ConsultPage, ConsultRoom, LocalMedia, QualitySummary } from '../../lib/calls';
import type { Me } from '../../lib/contracts/access';
import type { ConsultCard } from '../../lib/contracts/consults';
import { isolated } from '../../lib/text';
import { Badge, EmptyState, goTo, LinkButton, Loading, route } from '../../lib/ui';
import { WaitingPage } from './WaitingPage';
import { cards, link, startLink, waiting } from './waitingRoom';
import { watchArrivals } from './watchArrivals';

/** Who waits meanwhile; nothing while that is not known. */
function WaitingCount() {
  const count = waiting.value.length;
  if (link.state.value !== 'live' || count === 0) return null;
  return <span role="status" data-testid="others-waiting"><Badge tone="warning">{count} waiting</Badge></span>;
}

/** A clinician goes straight in with the devices used last; what does not work is said inside, where it can be mended. */
function Room({ consultId }: { consultId: string }) {
  const local = useMemo(() => new LocalMedia(), [consultId]);
  const room = useMemo(() => new ConsultRoom(link, consultId, local), [consultId, local]);
  useEffect(() => {
    void local.startMicrophone();
    void local.startCamera();
    return () => {
      room.close();
      local.close();
    };
  }, [room, local]);
  return <ConsultPage room={room} host onLeave={() => goTo()} notice={<WaitingCount />} />;
}

/** Sent back by another page of this clinician, or never admitted. */
function Waits({ card }: { card: ConsultCard }) {
  return (
    <div class="page page-narrow" data-testid="consult-waits">
      <EmptyState page icon="clock" title={`${isolated(card.patientName)} is in the waiting room`} actions={<LinkButton kind="primary" href="#/">Show the waiting room</LinkButton>}>
        Nobody is in the room. Whoever has time can admit them, you too.
      </EmptyState>
    </div>
  );
}

function Over({ card }: { card: ConsultCard | undefined }) {
  if (card?.phase === 'waiting') return <Waits card={card} />;
  const title = !card ? 'There is no such consult' : card.phase === 'ended' ? 'The consult has ended' : 'This consult is not open';
  return (
    <div class="page page-narrow" data-testid="consult-over">
      <EmptyState page icon={card?.phase === 'ended' ? 'check' : 'search'} title={title} actions={<LinkButton kind="primary" href="#/">Back to the waiting room</LinkButton>}>
        {card?.phase === 'ended' ? `Everybody has been disconnected from the consult with ${card.patientName}.` : 'It may have been cancelled, or the patient has not been admitted yet.'}
      </EmptyState>
      {card?.phase === 'ended' && <QualitySummary link={link} consultId={card.id} />}
    </div>
  );
}

export function ClinicianApp({ me }: { me: Me }) {
  useEffect(() => {
    startLink(me.id);
    return watchArrivals();
  }, []);
  const [page, consultId] = route.value;
  if (page !== 'consult' || !consultId) return <AppFrame me={me} role="clinician" link={link}><WaitingPage /></AppFrame>;
  if (cards.value === null) return <AppFrame me={me} role="clinician" link={link}><Loading /></AppFrame>;
  const card = cards.value.get(consultId);
  if (card?.phase !== 'inProgress') return <AppFrame me={me} role="clinician" link={link}><Over card={card} /></AppFrame>;
  return <AppFrame me={me} role="clinician" link={link} bare><Room key={consultId} consultId={consultId} /></AppFrame>;
}
