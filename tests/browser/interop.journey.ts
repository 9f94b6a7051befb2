import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Devices } from './support/browser';
import { beginConsult, reachStage } from './support/consult';
import { type FirefoxPage, useFirefox } from './support/firefox';
import { concealment, localNames, received, sentLayers } from './support/flow';
import { useTelehealth } from './support/journey';
import { remoteAudioIsHeard, remoteVideosAdvance, type Glass } from './support/media';
import { useBadNetwork } from './support/network';
import type { PersonName } from './support/people';
import { waitUntil } from './support/waiting';

describe('A consult on a bad network', () => {
  const network = useBadNetwork();
  const { devices, server } = useTelehealth('bad-network', () => network().settings());
  const firefox = useFirefox(() => server().url);

  /** Both go on (on a busy machine a lost key frame may take its time): frames are decoded, and the others' sound arrives with no more made up than this share of it. */
  async function goesOn(pages: Glass[], forMs: number, maxConcealed: number): Promise<void> {
    const before = await Promise.all(pages.map(received));
    await new Promise((done) => setTimeout(done, forMs));
    await Promise.all(pages.flatMap((page) => [remoteVideosAdvance(page, 1, 45_000), remoteAudioIsHeard(page, 1, 45_000)]));
    for (const [i, page] of pages.entries()) {
      const [start, end] = [before[i], await received(page)];
      if (start === undefined) continue;
      expect(end.framesDecoded, 'frames').toBeGreaterThan(start.framesDecoded);
      expect(concealment(start, end), 'sound that was made up').toBeLessThan(maxConcealed);
    }
  }

  it('goes on where every twentieth packet is lost, and then every seventh', async () => {
    await network().become({});
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    const pages = [patient, clinician];
    await Promise.all(pages.map((page) => remoteVideosAdvance(page, 1)));

    await network().become({ loss: 5, delay: 20 });
    await goesOn(pages, 6_000, 0.15);
    for (const page of pages) {
      const { asked, repaired } = await received(page);
      expect(asked + repaired, 'what was lost is asked for again').toBeGreaterThan(0);
    }

    await network().become({ loss: 15, delay: 20 });
    await goesOn(pages, 6_000, 0.3);
  });

  it('sends a smaller picture over a thin line, and the large one again when there is room', async () => {
    await network().become({});
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'chloe');
    await remoteVideosAdvance(clinician, 1);
    await waitUntil('the whole picture arrives', 40_000, async () => (await received(clinician)).height === 720);
    expect((await sentLayers(patient)).map((layer) => layer.rid)).toEqual(['q', 'h', 'f']);

    await network().become({ 'down-rate': '300k' });
    const said = clinician.getByTestId('quality-notice').getByText('pictures are paused');
    await waitUntil('a smaller picture arrives, or none and the page says so', 30_000, async () => {
      const { height } = await received(clinician);
      return (height > 0 && height < 720) || (await said.isVisible());
    });
    await remoteAudioIsHeard(clinician, 1, 10_000);

    await network().become({});
    await waitUntil('the picture is as large as before', 60_000, async () => (await received(clinician)).height === 720);
    await remoteVideosAdvance(clinician, 1);
  });

  it('comes back by itself when the network was away, without a new connection', async () => {
    await network().become({});
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'david');
    await Promise.all([patient, clinician].map((page) => remoteVideosAdvance(page, 1)));
    const [before] = await localNames(clinician);

    await network().breakDown();
    await waitUntil('the browser begins again with a new name', 30_000, async () => (await localNames(clinician))[0] !== before);
    await network().become({});

    await Promise.all([patient, clinician].map((page) => remoteVideosAdvance(page, 1, 30_000)));
    expect(await localNames(clinician), 'connections').toHaveLength(1);
  });

  it('comes back by itself for a patient in Firefox too', async () => {
    await network().become({});
    const { patient, clinician } = await beginInFirefox(await firefox(), devices(), 'ben', 'david');
    await seeEachOther(patient, clinician);
    const [before] = await localNames(patient);

    await network().breakDown();
    await waitUntil('Firefox begins again with a new name', 30_000, async () => (await localNames(patient))[0] !== before);
    await network().become({});

    await seeEachOther(patient, clinician);
    await Promise.all([remoteAudioIsHeard(patient, 1), remoteAudioIsHeard(clinician, 1)]);
    expect(await localNames(patient), 'connections').toHaveLength(1);
  });
});

describe('Another browser', () => {
  const { devices, server } = useTelehealth('other-browser');
  const firefox = useFirefox(() => server().url);

  it('sees and hears, and is seen and heard: the patient in Firefox, the clinician in Chromium', async () => {
    const { patient, clinician } = await beginInFirefox(await firefox(), devices(), 'ben', 'david');

    await seeEachOther(patient, clinician);
    await Promise.all([remoteAudioIsHeard(patient, 1), remoteAudioIsHeard(clinician, 1)]);
  });
});

/** From the patient's wish in Firefox to both on stage. */
async function beginInFirefox(patient: FirefoxPage, devices: Devices, patientName: PersonName, clinicianName: PersonName): Promise<{ patient: FirefoxPage; clinician: Page }> {
  await patient.signIn(patientName);
  await patient.fill('ask-reason', 'A cough that does not go away');
  await patient.click('ask-submit');
  await patient.click('precall-continue');
  await patient.waitFor('waiting-room');

  const clinician = await devices.signIn(clinicianName);
  await clinician.getByTestId('admit').first().click();
  await reachStage(clinician);
  await patient.waitFor('consult-stage');
  return { patient, clinician };
}

/** Firefox's made-up camera shows one colour after the other. */
async function seeEachOther(patient: FirefoxPage, clinician: Page): Promise<void> {
  await Promise.all([remoteVideosAdvance(patient, 1), remoteVideosAdvance(clinician, 1, 60_000, true)]);
}
