import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  endShift,
  goOnShift,
  isAvailableOnConsole,
  queueRow,
  raiseEmergency,
  reportUntilClear,
  timelineShows,
  unitRow,
} from './support/emergency';
import { useTelehealth } from './support/journey';
import { isLive, saysItIsNotLive } from './support/live';
import { places } from './support/people';

describe('An emergency', () => {
  const { server, devices } = useTelehealth('emergency', { Dispatching__AnswerWithin: '00:00:15' });

  /** Erik in A11 is near the caller, Farah in A12 is not; the console is open. */
  async function twoCrewsOnShift(): Promise<{ near: Page; far: Page; console: Page }> {
    const console = await devices().signIn('hana');
    const near = await goOnShift(devices(), 'erik', 'A11', places.nearCaller);
    const far = await goOnShift(devices(), 'farah', 'A12', places.farFromCaller);
    await isAvailableOnConsole(console, 'A11');
    await isAvailableOnConsole(console, 'A12');
    return { near, far, console };
  }

  async function endShifts(...crews: Page[]): Promise<void> {
    await Promise.all(crews.map(endShift));
  }

  it('goes to the nearest suitable crew and is seen by console and patient until it is clear', async () => {
    const { near, far, console } = await twoCrewsOnShift();

    const patient = await raiseEmergency(devices(), 'ana', 'Short of breath, third floor');
    await near.getByTestId('offer').waitFor();
    expect(await far.getByTestId('offer').count(), 'the other crew is not asked').toBe(0);
    await queueRow(console, 'offered').waitFor();

    await near.getByTestId('offer-accept').click();
    await near.getByTestId('job-status').waitFor();
    await queueRow(console, 'assigned').waitFor();
    await unitRow(console, 'A11').and(console.locator('[data-status="assigned"]')).waitFor();
    await patient.getByTestId('help-unit').filter({ hasText: 'A11' }).waitFor();
    expect(await far.getByTestId('offer').count()).toBe(0);

    await reportUntilClear(near);
    await isAvailableOnConsole(console, 'A11');
    await endShifts(near, far);
  });

  it('goes to the next crew when the first does not answer', async () => {
    const { near, far, console } = await twoCrewsOnShift();

    const patient = await raiseEmergency(devices(), 'ben', 'Wheezing, cannot speak in sentences');
    await near.getByTestId('offer').waitFor();
    await far.getByTestId('offer').waitFor({ timeout: 90_000 });
    await near.getByTestId('offer').waitFor({ state: 'hidden' });

    await far.getByTestId('offer-accept').click();
    await patient.getByTestId('help-unit').filter({ hasText: 'A12' }).waitFor();
    await unitRow(console, 'A12').and(console.locator('[data-status="assigned"]')).waitFor();

    await reportUntilClear(far);
    await endShifts(near, far);
  });

  it('survives the death of the server: assignment and timeline are there, and every page finds back by itself', async () => {
    const { near, far, console } = await twoCrewsOnShift();
    const patient = await raiseEmergency(devices(), 'ana', 'Sudden trouble breathing');
    await near.getByTestId('offer-accept').click();
    await near.locator('[data-testid="next-status"][data-status="enRoute"]').click();
    await near.locator('[data-testid="next-status"][data-status="onScene"]').waitFor();
    await patient.getByTestId('help-unit').filter({ hasText: 'A11' }).waitFor();

    const pages = [near, far, console, patient];
    await server().kill();
    await Promise.all(pages.map(saysItIsNotLive));
    await server().restart();
    await Promise.all(pages.map(isLive));

    const row = queueRow(console, 'assigned');
    await row.waitFor();
    await row.click();
    await timelineShows(
      console,
      'emergency.raised',
      'emergency.unit_offered',
      'emergency.offer_accepted',
      'emergency.unit_status_reported',
    );
    await unitRow(console, 'A11').and(console.locator('[data-status="assigned"]')).waitFor();
    await patient.getByTestId('help-unit').filter({ hasText: 'A11' }).waitFor();

    await reportUntilClear(near, 'onScene');
    await isAvailableOnConsole(console, 'A11');
    await endShifts(near, far);
  });
});
