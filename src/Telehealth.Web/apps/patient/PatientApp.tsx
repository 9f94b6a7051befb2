import { useEffect } from 'preact/hooks';
import { ConsultJourney } from '../../features/consults/patient/ConsultJourney';
import { consultLink, startOwnConsults } from '../../features/consults/patient/ownConsults';
import { watchAdmission } from '../../features/consults/patient/watchAdmission';
import { emergencyLink, help, helpIsLive, startEmergencyLink } from '../../features/emergencies/emergencyLink';
import { EmergencyPage } from '../../features/emergencies/EmergencyPage';
import { AppFrame } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import { LinkButton, route } from '../../lib/ui';
import { HomePage } from './HomePage';

/** Wherever the patient is, help on its way stays in sight. */
function HelpStrip() {
  if (!helpIsLive(help.value)) return null;
  return (
    <div class="help-strip">
      <span class="strong">You have asked for emergency help.</span>
      <LinkButton kind="emergency" href="#/emergency">
        Show
      </LinkButton>
    </div>
  );
}

export function PatientApp({ me }: { me: Me }) {
  useEffect(() => {
    startOwnConsults();
    startEmergencyLink();
    return watchAdmission();
  }, []);
  const [page, id] = route.value;
  if (page === 'consult' && id) return <ConsultJourney key={id} me={me} consultId={id} strip={<HelpStrip />} />;
  if (page === 'emergency')
    return (
      <AppFrame me={me} role="patient" link={emergencyLink}>
        <EmergencyPage />
      </AppFrame>
    );
  return (
    <AppFrame me={me} role="patient" link={consultLink}>
      <HelpStrip />
      <HomePage me={me} />
    </AppFrame>
  );
}
