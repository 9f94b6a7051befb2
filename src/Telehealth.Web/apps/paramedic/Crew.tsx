import { useEffect, useState } from 'preact/hooks';
import { AppFrame } from '../../lib/access';
import type { Me } from '../../lib/contracts';
import { Button, ErrorNotice, Icon, Loading } from '../../lib/ui';
import type { CrewDesk } from './crewDesk';
import { CrewDesk as Desk } from './crewDesk';
import { JobPage } from './JobPage';
import { OfferPage } from './OfferPage';
import { OnShift } from './OnShift';
import { StartShiftPage } from './StartShiftPage';
import './paramedic.css';

/** One thing at a time: start a shift, wait, answer an offer, do the job. */
export function Crew({ me }: { me: Me }) {
  const [desk] = useState(() => new Desk(me));
  useEffect(() => desk.start(), []);
  return (
    <div class="crew">
      <AppFrame me={me} role="paramedic" link={desk.link}>
        <QueueStrip desk={desk} />
        <NoticeStrip desk={desk} />
        <Page desk={desk} />
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
  if (desk.offer.value !== null) return <OfferPage desk={desk} job={desk.offer.value} />;
  return job === null ? <OnShift desk={desk} /> : <JobPage key={job.assignmentId} desk={desk} job={job} />;
}

/** What the crew did and the server does not know yet. */
function QueueStrip({ desk }: { desk: CrewDesk }) {
  const waiting = desk.queue.length.value;
  if (waiting === 0 || desk.link.state.value === 'live') return null;
  return (
    <div class="crew-strip" role="status" data-testid="queue-strip">
      <Icon name="clock" />{waiting} {waiting === 1 ? 'update is' : 'updates are'} waiting for network. Go on: they are sent by themselves.
    </div>
  );
}

function NoticeStrip({ desk }: { desk: CrewDesk }) {
  const notice = desk.notice.value;
  if (notice === null) return null;
  return (
    <div class="crew-notice" role="alert" data-testid="crew-notice">
      <div class="grow"><strong>{notice.title}</strong><p>{notice.text}</p></div>
      <Button large onClick={() => { desk.notice.value = null; }}>OK</Button>
    </div>
  );
}
