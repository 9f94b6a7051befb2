import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { beginConsult, reachStage } from './support/consult';
import { useTelehealth } from './support/journey';
import { remoteAudioIsHeard, remoteVideosAdvance } from './support/media';
import { guestComes, knocks, person, tile } from './support/room';

describe("The clinician's room", () => {
  const { devices } = useTelehealth('room');

  it('mutes a participant for everybody, tells them, and lets them through again', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    await remoteVideosAdvance(clinician, 1);
    await clinician.getByTestId('toggle-people').click();
    const ana = person(clinician, 'Ana');

    await ana.getByTestId('mute-microphone').click();
    await patient.getByTestId('muted-by-clinician').waitFor();
    await ana.getByTestId('held').getByText('Muted').waitFor();
    await ana.getByTestId('mute-camera').click();
    await clinician.getByTestId('remote-video').waitFor({ state: 'detached' });

    // The clinician's word holds for a page that was loaded anew.
    await patient.reload();
    await reachStage(patient);
    await patient.getByTestId('muted-by-clinician').waitFor();

    await ana.getByTestId('mute-microphone').click();
    await ana.getByTestId('mute-camera').click();
    await patient.getByTestId('muted-by-clinician').waitFor({ state: 'detached' });
    await remoteVideosAdvance(clinician, 1);
    await remoteAudioIsHeard(clinician, 1);
  });

  it('locks the door: who is new waits outside and comes in by itself when it opens', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'chloe');
    await clinician.getByTestId('toggle-people').click();
    await clinician.getByTestId('lock-room').click();
    await Promise.all([patient, clinician].map((page) => page.getByTestId('room-locked').waitFor()));

    const guest = await knocks(devices(), clinician, 'Ines');
    await guest.getByTestId('room-is-locked').waitFor();
    expect(await clinician.getByTestId('participant-tile').count()).toBe(1);

    // Who has a seat may come back to it.
    await patient.reload();
    await reachStage(patient);

    await clinician.getByTestId('lock-room').click();
    await reachStage(guest);
    await tile(clinician, 'Ines').waitFor();
  });

  it('puts a guest out for good, after asking', async () => {
    const { clinician } = await beginConsult(devices(), 'ana', 'david');
    const guest = await guestComes(devices(), clinician, 'Ines');
    await tile(clinician, 'Ines').waitFor();
    expect(await person(clinician, 'Ana').getByTestId('remove-participant').count(), 'the patient is not removed').toBe(0);

    await person(clinician, 'Ines').getByTestId('remove-participant').click();
    await clinician.getByTestId('remove-sure').click();

    await guest.getByTestId('guest-put-out').waitFor();
    await tile(clinician, 'Ines').waitFor({ state: 'detached' });
  });

  it('announces an observer to everybody, who sees and hears and sends nothing', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'david');
    await remoteVideosAdvance(clinician, 1);
    const observer = await guestComes(devices(), clinician, 'Olga', 'observer');

    await Promise.all([patient, clinician].map((page) => page.getByTestId('observers').getByText('Olga').waitFor()));
    await observer.getByTestId('you-observe').waitFor();
    await remoteVideosAdvance(observer, 2);
    await remoteAudioIsHeard(observer, 2);
    expect(await observer.getByTestId('toggle-mic').count()).toBe(0);
    expect(await tile(clinician, 'Olga').count()).toBe(0);
  });

  for (const size of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    it(`is accessible with its panels open at ${size.width} × ${size.height}`, async () => {
      const { patient, clinician } = await beginConsult(devices(), 'ben', 'chloe');
      await clinician.getByTestId('toggle-people').click();
      await person(clinician, 'Ben').getByTestId('mute-microphone').click();
      await patient.getByTestId('muted-by-clinician').waitFor();
      for (const page of [patient, clinician]) await page.setViewportSize(size);
      expect(await seriousFindings(patient), 'the patient').toEqual([]);
      expect(await seriousFindings(clinician), 'people').toEqual([]);
      await clinician.getByTestId('toggle-quality').click();
      await clinician.getByTestId('quality-track').first().waitFor();
      expect(await seriousFindings(clinician), 'quality').toEqual([]);
    });
  }

  it('lets each listener hear the interpreter instead of the floor', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    await guestComes(devices(), clinician, 'Tariq', 'interpreter');

    await patient.getByTestId('toggle-interpreter').click();
    await patient.getByTestId('interpreter-only').getByText('You hear Tariq only').waitFor();
    expect(await clinician.getByTestId('interpreter-only').count(), 'it holds for the one who asked').toBe(0);
    await patient.getByTestId('toggle-people').click();
    expect(await person(patient, 'Tariq').getByTestId('hear-interpreter-only').isChecked()).toBe(true);

    await patient.getByTestId('interpreter-only').getByRole('button').click();
    await patient.getByTestId('interpreter-only').waitFor({ state: 'detached' });
  });
});
