import type { ComponentChildren } from 'preact';
import { AskCard } from '../../features/consults/patient/AskCard';
import { ConsultsCard } from '../../features/consults/patient/ConsultsCard';
import { attendance, help, helpIsLive } from '../../features/emergencies/emergencyLink';
import { EmergencyNumber } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import { Icon, LinkButton } from '../../lib/ui';

/** Only what is known of who is there is promised. */
function promise(): ComponentChildren {
  const present = attendance.value;
  if (present?.crewOnShift)
    return (
      <>
        The nearest crew is asked. This does not replace the telephone: <EmergencyNumber />.
      </>
    );
  if (present?.dispatcherPresent)
    return (
      <>
        A dispatcher is there, and no crew is on shift now. Call <EmergencyNumber /> first.
      </>
    );
  return (
    <>
      Nobody here can come right now. Call <EmergencyNumber />.
    </>
  );
}

function EmergencyCard() {
  const live = helpIsLive(help.value);
  // Where nobody is ever sent from here, only the number helps; so too while it is not known.
  if (!live && !attendance.value?.isSetUp) {
    return (
      <section class="emergency-card" aria-labelledby="emergency-title" data-testid="emergency-number-card">
        <span class="emergency-mark">
          <Icon name="phone" size="l" />
        </span>
        <div class="grow">
          <h2 id="emergency-title">Somebody is in danger?</h2>
          <p>
            Call <EmergencyNumber />.
          </p>
        </div>
      </section>
    );
  }
  return (
    <section class="emergency-card" aria-labelledby="emergency-title">
      <span class="emergency-mark">
        <Icon name="alert" size="l" />
      </span>
      <div class="grow">
        <h2 id="emergency-title">{live ? 'You have asked for help' : 'Somebody is in danger?'}</h2>
        <p class="small">{live ? 'See how it stands.' : promise()}</p>
      </div>
      <LinkButton kind="emergency" large href="#/emergency" testId="emergency-start">
        {live ? 'Show my emergency' : 'Get emergency help'}
      </LinkButton>
    </section>
  );
}

export function HomePage({ me }: { me: Me }) {
  return (
    <div class="page stack stack-6">
      <h1>Hello {me.name.split(' ')[0]}</h1>
      <EmergencyCard />
      <div class="home-columns">
        <AskCard />
        <ConsultsCard />
      </div>
    </div>
  );
}
