import { describe, expect, it } from 'vitest';
import { beginConsult } from './support/consult';
import { goesOn, goesOnWithWhatIsLeft, localNames, received, sentLayers } from './support/flow';
import { useTelehealth } from './support/journey';
import { remoteAudioIsHeard, remoteVideosAdvance } from './support/media';
import { useBadNetwork } from './support/network';
import { waitUntil } from './support/waiting';

describe('A consult on a bad network', () => {
  const network = useBadNetwork();
  const { devices } = useTelehealth('bad-network', () => network().settings());

  it('goes on where every twentieth packet is lost, and then every seventh', async () => {
    await network().become({});
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    const pages = [patient, clinician];
    await Promise.all(pages.map((page) => remoteVideosAdvance(page, 1)));

    await network().become({ loss: 5, delay: 20 });
    await goesOn(pages, 0.15);
    for (const page of pages) {
      const { asked, repaired } = await received(page);
      expect(asked + repaired, 'what was lost is asked for again').toBeGreaterThan(0);
    }

    await network().become({ loss: 15, delay: 20 });
    await goesOnWithWhatIsLeft(pages, 0.3);
  });

  it('sends a smaller picture over a thin line, and the large one again when there is room', async () => {
    await network().become({});
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'chloe');
    await remoteVideosAdvance(clinician, 1);
    await waitUntil('the whole picture arrives', 40_000, async () => (await received(clinician)).height === 720);
    expect((await sentLayers(patient)).map((layer) => layer.rid)).toEqual(['q', 'h', 'f']);

    await network().become({ 'down-rate': '300k' });
    const said = clinician.getByTestId('quality-notice').getByText('pictures are paused').first();
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
});
