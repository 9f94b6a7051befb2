import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { AppFrame } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import { Button, ErrorNotice, Icon, Loading } from '../../lib/ui';
import type { CrewDesk } from './crewDesk';
import { CrewDesk as Desk } from './crewDesk';
import { deskShelf } from './deskShelf';
import { JobPage } from './JobPage';
import { KeptNotice, NewerPage } from './KeptNotice';
import { Leaving } from './Leaving';
import { OfferPage } from './OfferPage';
import { OnShift } from './OnShift';
import { Outbox } from './Outbox';
import { StartShiftPage } from './StartShiftPage';
import './paramedic.css';
import './job.css';

/** One thing at a time: start a shift, wait, answer an offer, do the job. An offer takes the whole screen. */
export function Crew({ me }: { me: Me }) {
  const [desk] = useState(() => new Desk(me, deskShelf));
  const leaving = useSignal(false);
  useEffect(() => desk.start(), []);
  const signOut = (): void => {
    if (desk.unsent.value > 0) leaving.value = true;
    else void desk.leave();
  };
  return (
    <div class="crew">
      <AppFrame me={me} role="paramedic" link={desk.link} bare={desk.offer.value !== null} onSignOut={signOut}>
        <div class="crew-told">
          <KeptNotice desk={desk} />
          <Notices desk={desk} />
          <Outbox desk={desk} />
          <NewerPage />
        </div>
        <Page desk={desk} />
        {leaving.value && <Leaving desk={desk} onStay={() => { leaving.value = false; }} />}
      </AppFrame>
    </div>
  );
}

function Page({ desk }: { desk: CrewDesk }) {
  const job = desk.job.value;
  if (!desk.loaded.value) {
    const fault = desk.fault.value;
    return fault === null ? <Loading>Looking for your shift…</Loading> : <div class="page page-narrow"><ErrorNotice title="Your shift could not be read" error={fault} /></div>;
  }
  if (!desk.onShift.value) return <StartShiftPage desk={desk} />;
  if (desk.offer.value !== null) return <OfferPage key={desk.offer.value.assignmentId} desk={desk} job={desk.offer.value} />;
  return job === null ? <OnShift desk={desk} /> : <JobPage key={job.assignmentId} desk={desk} job={job} />;
}

/** The number of an emergency on one line. */
function unbroken(text: string): string {
  return text.replaceAll('E-', 'E\u2011');
}

function Notices({ desk }: { desk: CrewDesk }) {
  return (
    <>
      {desk.notices.value.map((notice) => (
        <div key={notice.id} class="crew-notice" role="alert" data-testid="crew-notice">
          <Icon name="info" />
          <div class="grow"><strong>{unbroken(notice.title)}</strong><p>{unbroken(notice.text)}</p></div>
          <Button class="crew-ok" testId="notice-ok" onClick={() => desk.dismiss(notice.id)}>OK</Button>
        </div>
      ))}
    </>
  );
}
