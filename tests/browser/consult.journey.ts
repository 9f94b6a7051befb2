import { describe, expect, it } from 'vitest';
import { beginConsult, inviteGuest, reachStage, say, seesMessages } from './support/consult';
import { useTelehealth } from './support/journey';
import { isLive, saysItIsNotLive } from './support/live';
import { remoteAudioIsHeard, remoteVideosAdvance, showsNoScreen, showsSharedScreen } from './support/media';
import { blockUdp } from './support/network';
import { mediaPaths } from './support/turn';
import { waitUntil } from './support/waiting';

describe('A consult by video', () => {
  const { server, devices } = useTelehealth('consult');

  it('brings patient and clinician together: waiting room, video, sound and chat both ways', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');

    await Promise.all([remoteVideosAdvance(patient, 1), remoteVideosAdvance(clinician, 1)]);
    await Promise.all([remoteAudioIsHeard(patient, 1), remoteAudioIsHeard(clinician, 1)]);

    await say(patient, 'Can you hear me?');
    await say(clinician, 'Loud and clear.');
    await Promise.all([patient, clinician].map((page) => seesMessages(page, 'Can you hear me?', 'Loud and clear.')));
  });

  it('goes by TCP where UDP is blocked for both, and says so', async () => {
    devices().prepare(blockUdp);
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'david');

    await Promise.all([patient, clinician].flatMap((page) => [remoteVideosAdvance(page, 1), remoteAudioIsHeard(page, 1)]));

    for (const page of [patient, clinician]) expect(await mediaPaths(page)).toEqual([expect.stringMatching(/ tcp$/)]);
    await clinician.getByTestId('toggle-quality').click();
    const byTcp = clinician.getByTestId('quality-participant').filter({ has: clinician.getByText('TCP', { exact: true }) });
    await waitUntil('the quality panel says of both that they come by TCP', 30_000, async () => (await byTcp.count()) === 2);
  });

  it('takes a third participant in by guest link, and all three see and hear the two others', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'chloe');
    await remoteVideosAdvance(patient, 1);

    const link = await inviteGuest(clinician, 'Ines');
    expect(new URL(link).hash.length, 'the secret stands in the fragment, which no server log sees').toBeGreaterThan(20);
    const guest = await devices().page('guest');
    await guest.goto(link);
    await guest.getByTestId('guest-name').fill('Ines Okafor');
    await guest.getByTestId('guest-join').click();
    await reachStage(guest);

    const all = [patient, clinician, guest];
    await Promise.all(all.map((page) => remoteVideosAdvance(page, 2)));
    await Promise.all(all.map((page) => remoteAudioIsHeard(page, 2)));
  });

  it('shows a shared screen beside the camera, and takes it away again', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'david');
    await remoteVideosAdvance(patient, 1);

    await clinician.getByTestId('share-screen').click();
    await showsSharedScreen(patient);
    await clinician.getByTestId('share-screen').click();
    await showsNoScreen(patient);
    await remoteVideosAdvance(patient, 1);
  });

  it('keeps the seat of somebody who is gone for 30 seconds, and tells the other', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'david');
    await Promise.all([remoteVideosAdvance(patient, 1), remoteVideosAdvance(clinician, 1)]);
    const address = patient.url();

    await patient.goto('about:blank');
    await clinician.locator('[data-testid="participant-tile"][data-presence="reconnecting"]').waitFor();
    // The outage itself, not a wait for something.
    await patient.waitForTimeout(30_000);
    expect(await clinician.locator('[data-testid="participant-tile"][data-presence="reconnecting"]').count()).toBe(1);

    await patient.goto(address);
    await reachStage(patient);
    await clinician.locator('[data-testid="participant-tile"][data-presence="here"]').waitFor();
    await Promise.all([remoteVideosAdvance(patient, 1), remoteVideosAdvance(clinician, 1)]);
  });

  it('survives the death of the server: consult and chat are there, and the pages find back by themselves', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    await Promise.all([remoteVideosAdvance(patient, 1), remoteVideosAdvance(clinician, 1)]);
    await say(patient, 'Before the outage');
    await seesMessages(clinician, 'Before the outage');

    await server().kill();
    await Promise.all([saysItIsNotLive(patient), saysItIsNotLive(clinician)]);
    await server().restart();

    await Promise.all([isLive(patient), isLive(clinician)]);
    await Promise.all([remoteVideosAdvance(patient, 1), remoteVideosAdvance(clinician, 1)]);
    await say(clinician, 'After the outage');
    await Promise.all([patient, clinician].map((page) => seesMessages(page, 'Before the outage', 'After the outage')));

    // A page opened anew has nothing in memory: what it shows was stored.
    await patient.reload();
    await reachStage(patient);
    await seesMessages(patient, 'Before the outage', 'After the outage');
    await Promise.all([remoteVideosAdvance(patient, 1), remoteVideosAdvance(clinician, 1)]);
  });
});
