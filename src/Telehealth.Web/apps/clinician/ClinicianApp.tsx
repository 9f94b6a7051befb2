import { useEffect } from 'preact/hooks';
import { ClinicianRoom } from '../../features/consults/clinician/ClinicianRoom';
import { ConsultOver } from '../../features/consults/clinician/ConsultOver';
import { WaitingPage } from '../../features/consults/clinician/WaitingPage';
import { cards, link, startLink } from '../../features/consults/clinician/waitingRoom';
import { watchArrivals } from '../../features/consults/clinician/watchArrivals';
import { AppFrame } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import { Loading, route } from '../../lib/ui';

export function ClinicianApp({ me }: { me: Me }) {
  useEffect(() => {
    startLink(me.id);
    return watchArrivals();
  }, []);
  const [page, consultId] = route.value;
  if (page !== 'consult' || !consultId)
    return (
      <AppFrame me={me} role="clinician" link={link}>
        <WaitingPage />
      </AppFrame>
    );
  if (cards.value === null)
    return (
      <AppFrame me={me} role="clinician" link={link}>
        <Loading />
      </AppFrame>
    );
  const card = cards.value.get(consultId);
  if (card?.phase !== 'inProgress')
    return (
      <AppFrame me={me} role="clinician" link={link}>
        <ConsultOver card={card} />
      </AppFrame>
    );
  return (
    <AppFrame me={me} role="clinician" link={link} bare>
      <ClinicianRoom key={consultId} consultId={consultId} />
    </AppFrame>
  );
}
