import { describe, expect, it } from 'vitest';
import { beginConsult } from './support/consult';
import { HubTap } from './support/hubTap';
import { useTelehealth } from './support/journey';
import { camerasRest, remoteVideosAdvance } from './support/media';
import { consultIdOf, tile } from './support/room';
import { waitUntil } from './support/waiting';

interface Wish {
  participantId: string;
  source: string;
  height: number;
}

describe('The quality of a call', () => {
  const { devices } = useTelehealth('quality');

  it('tells the relay how large each picture is shown, and none while the page is hidden', async () => {
    const taps: HubTap[] = [];
    const { clinician, patient } = await beginConsult(
      devices(),
      'ana',
      'chloe',
      async (page) => void taps.push(await HubTap.on(page, 'consult')),
    );
    await remoteVideosAdvance(clinician, 1);
    const tap = taps[1];
    const wishes = (): Wish[] => (tap?.calls('Watch').at(-1)?.[1] as Wish[] | undefined) ?? [];
    await waitUntil('the picture is wished for as large as it is', 20_000, () =>
      wishes().some((wish) => wish.source === 'camera' && wish.height > 400),
    );

    await clinician.setViewportSize({ width: 1000, height: 420 });
    await waitUntil('a smaller window wishes for less', 20_000, () => wishes().some((wish) => wish.height > 0 && wish.height < 624));

    await clinician.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await waitUntil(
      'a hidden page wishes for no picture',
      20_000,
      () => wishes().length > 0 && wishes().every((wish) => wish.height === 0),
    );
    expect(await patient.getByTestId('consult-stage').count()).toBe(1);
  });

  it('rests the camera that nobody watches, and wakes it again', async () => {
    const taps: HubTap[] = [];
    const { clinician, patient } = await beginConsult(
      devices(),
      'ben',
      'chloe',
      async (page) => void taps.push(await HubTap.on(page, 'consult')),
    );
    await remoteVideosAdvance(clinician, 1);
    const consultId = consultIdOf(clinician);

    taps[0]?.say('LayersWanted', consultId, 'camera', 0);
    await waitUntil('the camera rests', 20_000, () => camerasRest(patient));
    taps[0]?.say('LayersWanted', consultId, 'camera', 3);
    await waitUntil('the camera sends', 20_000, async () => !(await camerasRest(patient)));
    await remoteVideosAdvance(clinician, 1);
  });

  it('says in words what a weak link means, to both sides, and what to do when not even sound gets through', async () => {
    const taps: HubTap[] = [];
    const { clinician, patient } = await beginConsult(
      devices(),
      'ana',
      'david',
      async (page) => void taps.push(await HubTap.on(page, 'consult')),
    );
    await remoteVideosAdvance(clinician, 1);
    const consultId = consultIdOf(clinician);
    const ana = (await tile(clinician, 'Ana').getAttribute('data-participant')) ?? '';
    const everybodyHears = (rung: string, cause: string, text: string): void =>
      taps.forEach((tap) => tap.say('QualityChanged', consultId, { participantId: ana, rung, cause, text }));

    everybodyHears('audioOnly', 'lowBandwidth', "Ana's connection is weak: pictures are paused, sound goes on.");
    await Promise.all([patient, clinician].map((page) => page.getByTestId('quality-notice').getByText('pictures are paused').waitFor()));
    await tile(clinician, 'Ana').getByTestId('link-word').getByText('Sound only').waitFor();

    everybodyHears('suggestPhone', 'highLoss', 'Too much is lost on the way to Ana for a call.');
    await clinician.getByTestId('suggest-phone').getByText('Call the patient by phone').waitFor();
    await patient.getByTestId('suggest-phone').getByText('Keep your phone near').waitFor();
    await clinician.getByTestId('suggest-phone').getByRole('button').click();
    await clinician.getByTestId('suggest-phone').waitFor({ state: 'detached' });

    everybodyHears('video', 'good', "Ana's connection is good again.");
    await patient.getByTestId('suggest-phone').waitFor({ state: 'detached' });
    await clinician.getByTestId('link-word').waitFor({ state: 'detached' });
  });

  it('highlights whoever leads by voice', async () => {
    const taps: HubTap[] = [];
    const { clinician } = await beginConsult(devices(), 'ben', 'david', async (page) => void taps.push(await HubTap.on(page, 'consult')));
    await remoteVideosAdvance(clinician, 1);
    const ben = (await tile(clinician, 'Ben').getAttribute('data-participant')) ?? '';

    taps[1]?.say('SpeakerChanged', consultIdOf(clinician), ben);
    await clinician.locator('[data-testid="participant-tile"][data-speaking="true"]').waitFor();
    taps[1]?.say('SpeakerChanged', consultIdOf(clinician), null);
    await clinician.locator('[data-testid="participant-tile"][data-speaking="false"]').waitFor();
  });

  it('shows the clinician figures for each participant and track, and afterwards how the call was', async () => {
    const { clinician, patient } = await beginConsult(devices(), 'ana', 'chloe');
    await Promise.all([remoteVideosAdvance(clinician, 1), remoteVideosAdvance(patient, 1)]);
    await clinician.getByTestId('toggle-quality').click();
    await clinician
      .getByTestId('quality-participant')
      .filter({ has: clinician.getByRole('heading', { name: 'Ana' }) })
      .waitFor();
    await waitUntil('figures of tracks stand there', 30_000, async () => (await clinician.getByTestId('quality-track').count()) >= 4);
    expect(await patient.getByTestId('toggle-quality').count(), 'figures are for the clinician').toBe(0);

    await clinician.getByTestId('end-consult').click();
    await clinician.getByTestId('end-consult-sure').click();
    await clinician.getByTestId('quality-summary-row').filter({ hasText: 'Ana' }).waitFor();
  });
});
