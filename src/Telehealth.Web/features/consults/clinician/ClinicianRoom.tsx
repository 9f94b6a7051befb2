import { useEffect, useMemo } from 'preact/hooks';
import { Badge, goTo } from '../../../lib/ui';
import { ConsultPage } from '../ConsultPage';
import { ConsultRoom } from '../ConsultRoom';
import { LocalMedia } from '../media/LocalMedia';
import { PatientOnline } from './PatientOnline';
import { link, waiting } from './waitingRoom';

/** Who waits meanwhile; nothing while that is not known. */
function WaitingCount() {
  const count = waiting.value.length;
  if (link.state.value !== 'live' || count === 0) return null;
  return (
    <span role="status" data-testid="others-waiting">
      <Badge tone="warning">{count} waiting</Badge>
    </span>
  );
}

/** A clinician goes straight in with the devices used last; what does not work is said inside, where it can be mended. */
export function ClinicianRoom({ consultId }: { consultId: string }) {
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
  return (
    <ConsultPage
      room={room}
      host
      onLeave={() => goTo()}
      notice={<WaitingCount />}
      patientOnline={<PatientOnline consultId={consultId} quiet />}
    />
  );
}
