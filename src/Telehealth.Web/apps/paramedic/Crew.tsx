import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { CrewModel } from '../../features/paramedics/crewModel';
import type { CrewNotices } from '../../features/paramedics/crewNotices';
import { crewSnapshots } from '../../features/paramedics/crewSnapshot';
import { JobPage } from '../../features/paramedics/JobPage';
import { OfferPage } from '../../features/paramedics/OfferPage';
import { NewerPage, OfflineNotice } from '../../features/paramedics/OfflineNotice';
import { OnShift } from '../../features/paramedics/OnShift';
import { Outbox } from '../../features/paramedics/Outbox';
import { SignOut } from '../../features/paramedics/SignOut';
import { StartShiftPage } from '../../features/paramedics/StartShiftPage';
import { AppFrame } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import { Button, ErrorNotice, Icon, Loading } from '../../lib/ui';
import '../../features/paramedics/paramedics.css';
import '../../features/paramedics/job.css';

/** One thing at a time: start a shift, wait, answer an offer, do the job. An offer takes the whole screen. */
export function Crew({ me }: { me: Me }) {
  const [model] = useState(() => new CrewModel(me, crewSnapshots));
  const leaving = useSignal(false);
  useEffect(() => model.start(), []);
  const { connection, current, commands, photos } = model;
  const signOut = (): void => {
    if (model.unsent.value > 0) leaving.value = true;
    else void model.signOut();
  };
  return (
    <div class="crew">
      <AppFrame me={me} role="paramedic" link={connection.link} bare={current.offer.value !== null} onSignOut={signOut}>
        <div class="crew-told">
          <OfflineNotice copy={model.copy} connection={connection} />
          <Notices notices={model.notices} />
          <Outbox queue={commands.queue} photos={photos} reach={connection} />
          <NewerPage />
        </div>
        <Page model={model} />
        {leaving.value && (
          <SignOut
            unsent={model.unsent}
            onSignOut={() => model.signOut()}
            onStay={() => {
              leaving.value = false;
            }}
          />
        )}
      </AppFrame>
    </div>
  );
}

/** Gives each page the parts of the model that it needs. */
function Page({ model }: { model: CrewModel }) {
  const { shift, current, commands, site, positions, photos, attention, connection: reach, map } = model;
  const job = current.job.value;
  const offer = current.offer.value;
  if (!model.copy.isLoaded.value) {
    const fault = shift.fault.value;
    if (fault === null) return <Loading>Looking for your shift…</Loading>;
    return (
      <div class="page page-narrow">
        <ErrorNotice title="Your shift could not be read" error={fault} />
      </div>
    );
  }
  if (!shift.isOn.value) return <StartShiftPage shift={shift} />;
  const shared = { commands, positions, reach, map };
  if (offer !== null) return <OfferPage key={offer.assignmentId} job={offer} site={site} sound={attention.sound} {...shared} />;
  if (job !== null) return <JobPage key={job.assignmentId} job={job} current={current} site={site} photos={photos} {...shared} />;
  return <OnShift shift={shift} attention={attention} onEnd={() => model.endShift()} {...shared} />;
}

/** The number of an emergency on one line. */
function unbroken(text: string): string {
  return text.replaceAll('E-', 'E\u2011');
}

function Notices({ notices }: { notices: CrewNotices }) {
  return (
    <>
      {notices.all.value.map((notice) => (
        <div key={notice.id} class="crew-notice" role="alert" data-testid="crew-notice">
          <Icon name="info" />
          <div class="grow">
            <strong>{unbroken(notice.title)}</strong>
            <p>{unbroken(notice.text)}</p>
          </div>
          <Button class="crew-ok" testId="notice-ok" onClick={() => notices.dismiss(notice.id)}>
            OK
          </Button>
        </div>
      ))}
    </>
  );
}
