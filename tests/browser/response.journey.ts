import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { still } from './support/browser';
import { cancelByKey, command, reasonByKey } from './support/console';
import { endShift, goOnShift, isAvailableOnConsole, queueRow, takeCall, timelineShows } from './support/emergency';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';
import { places } from './support/people';

describe('The response to an emergency', () => {
  const { devices } = useTelehealth(
    'response',
    { Dispatching__AnswerWithin: '00:01:30', Dispatching__OverdueAfter: '00:00:05', Dispatching__DivertsByRule: 'false' },
    () => still,
  );

  const crewOf = (unit: string, console: Page, status: string) =>
    console.locator(`[data-testid="crew"][data-unit="${unit}"][data-status="${status}"]`);
  const alarms = (console: Page, kind: string, number: string) =>
    console.getByTestId('alarm-group').filter({ hasText: number }).locator(`[data-testid="alarm"][data-kind="${kind}"]`);
  const near = (): Promise<Page> => goOnShift(devices(), 'erik', 'A11', places.nearCaller);
  const far = (): Promise<Page> => goOnShift(devices(), 'farah', 'A12', places.farFromCaller);

  /** What slow machines make of the short time after which an offer is overdue in this file; every journey begins without alarms. */
  async function clearAlarms(console: Page): Promise<void> {
    while ((await console.getByTestId('alarm-line').count()) > 0) await command(console, '/ack');
  }

  it('raises an alarm when nobody takes it in time, which neither muting nor a reload puts away, only somebody who says so', async () => {
    const [console, erik] = await Promise.all([devices().enter('hana'), near()]);
    await isAvailableOnConsole(console, 'A11');
    const first = await takeCall(console, 'Rings and rings');
    await erik.getByTestId('offer').waitFor();
    await console.locator('[data-testid="alarm-line"][data-kind="answerOverdue"]').filter({ hasText: first }).waitFor();
    expect(await console.title()).toMatch(/^\(1\) Alarm/);

    await console.keyboard.press('m');
    await console.locator('[data-testid="alarm-mute"][data-muted="true"]').waitFor();
    await console.keyboard.press('Escape');
    expect(await console.getByTestId('alarm-line').count(), 'muted is not put away').toBe(1);

    const second = await takeCall(console, 'Nobody is left for this one');
    await console.getByTestId('alarm-count').click();
    await alarms(console, 'nobodyLeft', second).waitFor();
    await console.locator('[data-testid="alarm-mute"][data-muted="false"]').waitFor();
    await alarms(console, 'answerOverdue', second).waitFor();

    await console.reload();
    await isLive(console);
    await erik.getByTestId('offer-accept').click();
    await console.locator(`[data-testid="queue-row"][data-number="${first}"][data-phase="assigned"]`).waitFor();
    await console.getByTestId('alarm-count').click();
    for (let left = 3; left > 0; left -= 1) {
      expect(await console.getByTestId('alarm').count(), 'each is acknowledged for itself').toBe(left);
      await command(console, '/ack');
      await console
        .getByTestId('alarm')
        .nth(left - 1)
        .waitFor({ state: 'hidden' });
    }
    expect(await console.title()).not.toMatch(/Alarm/);
    await command(console, `/x ${first}`);
    await timelineShows(console, 'emergency.answer_overdue', 'emergency.alarm_acknowledged');

    await command(console, `/x ${second}`);
    await cancelByKey(console, 'Called again: all is well');
    await command(console, 'A11 cl');
    await isAvailableOnConsole(console, 'A11');
    await endShift(erik);
  });

  it('asks a second unit when the alarm is struck, and reads well on a desk and on a phone', async () => {
    const [console, erik, farah] = await Promise.all([devices().enter('hana'), near(), far()]);
    await isAvailableOnConsole(console, 'A11');
    await isAvailableOnConsole(console, 'A12');
    await takeCall(console, 'Two of them cannot breathe');
    await erik.getByTestId('offer-accept').click();
    await queueRow(console, 'assigned').click();
    await crewOf('A11', console, 'accepted').waitFor();
    expect(await farah.getByTestId('offer').count(), 'one unit is enough for the first level').toBe(0);
    expect(await console.getByTestId('need').count()).toBe(1);

    await console.keyboard.press('l');
    await console.getByTestId('strike-confirm').waitFor();
    await console.keyboard.press('Enter');
    await farah.getByTestId('offer').waitFor();
    await crewOf('A12', console, 'offered').waitFor();
    await console.getByTestId('response').getByText('Level 2', { exact: true }).waitFor();
    expect(await console.getByTestId('need').count()).toBe(2);
    await farah.getByTestId('offer-accept').click();
    await crewOf('A12', console, 'accepted').waitFor();
    await timelineShows(console, 'emergency.units_required');

    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await console.setViewportSize(size);
      await crewOf('A12', console, 'accepted').scrollIntoViewIfNeeded();
      expect(await seriousFindings(console), `${size.width} px`).toEqual([]);
    }
    await console.setViewportSize({ width: 1280, height: 800 });

    await command(console, 'A11 cl');
    await command(console, 'A12 cl');
    await isAvailableOnConsole(console, 'A12');
    await clearAlarms(console);
    await Promise.all([endShift(erik), endShift(farah)]);
  });

  it('lets another crew take over on scene, and the first stays until it has', async () => {
    const [console, erik, farah] = await Promise.all([devices().enter('hana'), near(), far()]);
    await isAvailableOnConsole(console, 'A11');
    await isAvailableOnConsole(console, 'A12');
    await takeCall(console, 'The shift ends soon');
    await erik.getByTestId('offer-accept').click();
    await queueRow(console, 'assigned').click();
    await command(console, 'A11 os');
    await crewOf('A11', console, 'onScene').waitFor();

    await reasonByKey(console, 'h', 'relieve', 'End of the shift');
    await farah.getByTestId('relieves').filter({ hasText: 'A11' }).waitFor();
    await farah.getByTestId('offer-accept').click();
    await crewOf('A12', console, 'accepted').waitFor();
    await command(console, 'A12 er');
    await crewOf('A12', console, 'enRoute').waitFor();
    expect(await crewOf('A11', console, 'onScene').count(), 'the patient is not left alone').toBe(1);

    await farah.locator('[data-testid="next-status"][data-status="onScene"]').click();
    await crewOf('A12', console, 'onScene').waitFor();
    await crewOf('A11', console, 'onScene').waitFor({ state: 'hidden' });
    await isAvailableOnConsole(console, 'A11');
    await erik.locator('[data-testid="unit-status"][data-status="available"]').waitFor();
    await timelineShows(console, 'emergency.job_handed_over');

    await command(console, 'A12 cl');
    await isAvailableOnConsole(console, 'A12');
    await clearAlarms(console);
    await Promise.all([endShift(erik), endShift(farah)]);
  });

  it('is kept for a unit that still has another job, and offered to it the moment it is clear', async () => {
    const [console, erik] = await Promise.all([devices().enter('hana'), near()]);
    await isAvailableOnConsole(console, 'A11');
    const first = await takeCall(console, 'The first');
    await erik.getByTestId('offer-accept').click();
    await console.locator(`[data-testid="queue-row"][data-number="${first}"][data-phase="assigned"]`).waitFor();
    await command(console, 'A11 er');

    const second = await takeCall(console, 'The second, for which nobody is free');
    await console.locator('[data-testid="alarm-line"][data-kind="nobodyLeft"]').filter({ hasText: second }).waitFor();
    await command(console, `/x ${second}`);
    await command(console, `/r A11 ${second}`);
    await console.locator('[data-testid="reservation"][data-unit="A11"]').filter({ hasText: 'asked when it is clear' }).waitFor();
    expect(await erik.getByTestId('offer').count(), 'it is not asked before').toBe(0);
    expect(await console.getByTestId('queue-missing').filter({ hasText: '1 of 1 missing' }).count(), 'kept is not met').toBe(1);

    await command(console, 'A11 cl');
    await erik.getByTestId('offer').filter({ hasText: 'The second, for which nobody is free' }).waitFor();
    await erik.getByTestId('offer-accept').click();
    await crewOf('A11', console, 'accepted').waitFor();
    await console.getByTestId('reservation').waitFor({ state: 'hidden' });
    await timelineShows(console, 'emergency.unit_reserved', 'emergency.reservation_offered', 'emergency.offer_accepted');

    await command(console, 'A11 cl');
    await isAvailableOnConsole(console, 'A11');
    await clearAlarms(console);
    await endShift(erik);
  });
});
