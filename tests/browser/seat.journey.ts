import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { beginConsult, inviteGuest, reachStage, say, seesMessages } from './support/consult';
import { useTelehealth } from './support/journey';
import { remoteVideosAdvance, soundArrives } from './support/media';
import { useBadNetwork } from './support/network';
import { consultIdOf, tile } from './support/room';
import { Tunnel } from './support/tunnel';

/** Runs in the page before its own scripts: keeps the devices' tracks, so that a telephone call can be played. */
function watchDevices(): void {
  const watch = globalThis as unknown as { deviceTracks: MediaStreamTrack[] };
  watch.deviceTracks = [];
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    watch.deviceTracks.push(...stream.getTracks());
    return stream;
  };
}

/** As the operating system does when a call comes: every track of the page is silent, and says so. */
async function telephoneCall(page: Page, on: boolean): Promise<void> {
  await page.evaluate((isOn) => {
    const watch = globalThis as unknown as { deviceTracks: MediaStreamTrack[] };
    for (const track of watch.deviceTracks.filter((one) => one.readyState === 'live')) {
      Object.defineProperty(track, 'muted', { value: isOn, configurable: true });
      track.dispatchEvent(new Event(isOn ? 'mute' : 'unmute'));
    }
  }, on);
}

async function devicesEnd(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch = globalThis as unknown as { deviceTracks: MediaStreamTrack[] };
    for (const track of watch.deviceTracks.splice(0)) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  });
}

describe('One seat for each person', () => {
  const network = useBadNetwork();
  const { devices } = useTelehealth('seat', () => ({ ...network().settings(), Consults__SeatKeptFor: '00:00:04' }));

  for (const who of ['patient', 'clinician'] as const) {
    it(`lets the ${who} go on with another device and take the consult back, and nobody else goes without sound`, async () => {
      const pages = await beginConsult(devices(), 'ana', 'chloe');
      const [first, other] = who === 'patient' ? [pages.patient, pages.clinician] : [pages.clinician, pages.patient];
      await Promise.all([soundArrives(first), soundArrives(other)]);
      const address = `/${who}/#/consult/${consultIdOf(pages.clinician)}`;

      const second = await devices().page(`${who} on the phone`, { size: 'phone' });
      await devices().enterOn(second, who === 'patient' ? 'ana' : 'chloe');
      await second.goto(address);
      await reachStage(second);
      await first.getByTestId('consult-elsewhere').waitFor();
      await Promise.all([soundArrives(second), soundArrives(other)]);
      await remoteVideosAdvance(other, 1);
      await say(other, 'You have changed rooms');
      expect(await seriousFindings(first), 'the older page').toEqual([]);

      await first.getByTestId('take-back').click();
      await second.getByTestId('consult-elsewhere').waitFor();
      expect(await seriousFindings(second), 'the newer page, on a phone').toEqual([]);
      await reachStage(first);
      await Promise.all([soundArrives(first), soundArrives(other)]);
      await remoteVideosAdvance(other, 1);
      await second.close();
      await seesMessages(first, 'You have changed rooms');
      await Promise.all([soundArrives(first), soundArrives(other)]);
    });
  }

  it('brings sound back both ways to who has slept longer than the seat is kept', async () => {
    const tunnels = new Map<Page, Tunnel>();
    devices().prepare(async (page) => void tunnels.set(page, await Tunnel.on(page)));
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'david');
    await Promise.all([soundArrives(patient), soundArrives(clinician)]);

    await tunnels.get(patient)?.cut();
    await network().breakDown();
    await tile(clinician, 'Ben').waitFor({ state: 'detached' });
    await network().become({});
    await tunnels.get(patient)?.leave();

    await tile(clinician, 'Ben').waitFor();
    await Promise.all([soundArrives(patient), soundArrives(clinician)]);
    await remoteVideosAdvance(clinician, 1);
  });

  it('tells both sides that a telephone call has the devices, and goes on after it', async () => {
    devices().prepare(async (page) => void (await page.addInitScript(watchDevices)));
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'david');
    await remoteVideosAdvance(clinician, 1);

    await telephoneCall(patient, true);
    await patient.getByTestId('device-taken').waitFor();
    await tile(clinician, 'Ana').getByTestId('device-taken-word').waitFor();
    expect(await clinician.getByTestId('remote-video').count(), 'no frozen picture').toBe(0);
    expect(await seriousFindings(patient), 'the patient').toEqual([]);
    await telephoneCall(patient, false);
    await patient.getByTestId('device-taken').waitFor({ state: 'detached' });
    await remoteVideosAdvance(clinician, 1);

    await devicesEnd(patient);
    await tile(clinician, 'Ana').getByTestId('device-taken-word').waitFor();
    await patient.getByTestId('device-taken').waitFor({ state: 'detached' });
    await remoteVideosAdvance(clinician, 1);
    await soundArrives(clinician);
  });
});

describe('A guest’s link', () => {
  const { devices } = useTelehealth('guest-link');

  it('is for one device at a time: the later one goes on, the earlier one is told and can take it back', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'chloe');
    const address = await inviteGuest(clinician, 'Interpreter', 'interpreter');
    const join = async (name: string, device: string): Promise<Page> => {
      const page = await devices().page(device);
      await page.goto(address);
      await page.getByTestId('guest-name').fill(name);
      await page.getByTestId('guest-join').click();
      await reachStage(page);
      return page;
    };
    const first = await join('Iris', 'the laptop');
    await tile(patient, 'Iris').waitFor();
    await say(patient, 'For Iris');
    await seesMessages(first, 'For Iris');

    const second = await join('Dr Chloe Martin', 'the phone');
    await first.getByTestId('consult-elsewhere').waitFor();
    await tile(patient, 'Dr Chloe Martin').getByText('invited as Interpreter').waitFor();
    await clinician.getByTestId('twin').waitFor();
    await Promise.all([soundArrives(second), soundArrives(patient)]);
    expect(await second.getByTestId('chat-message').count(), 'what was said to Iris').toBe(0);
    expect(await seriousFindings(first), 'the earlier device').toEqual([]);
    expect(await seriousFindings(clinician), 'the people panel').toEqual([]);

    await first.getByTestId('take-back').click();
    await first.getByTestId('guest-name').fill('Iris');
    await first.getByTestId('guest-join').click();
    await reachStage(first);
    await second.getByTestId('consult-elsewhere').waitFor();
    await Promise.all([soundArrives(first), soundArrives(clinician)]);
  });
});
