import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { endShift, goOnShift, isAvailableOnConsole, queueRow, takeCall, timelineShows } from './support/emergency';
import { useTelehealth } from './support/journey';
import { places } from './support/people';

/** Longer than the server takes: a page of before, or another program, may send it. */
async function fillTooLong(field: Locator): Promise<void> {
  await field.evaluate((element) => element.removeAttribute('maxlength'));
  await field.fill('x'.repeat(1_001));
}

async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['LOOK'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

describe('A call for help', () => {
  const { devices } = useTelehealth('help', { Dispatching__AnswerWithin: '00:00:30' });

  it('shows the number to ring, and nothing else, where nobody is ever sent from', async () => {
    const patient = await devices().signIn('ben', { size: 'phone' });
    await patient.getByTestId('emergency-number-card').waitFor();
    await look(patient, 'home-not-set-up');
    expect(await patient.getByTestId('emergency-start').count()).toBe(0);
    expect(await patient.getByTestId('emergency-number').first().getAttribute('href')).toMatch(/^tel:/);
  });

  it('goes out at the complaint from a device that may not tell where it is, and is served once the place is said', async () => {
    const console = await devices().signIn('hana');
    const crew = await goOnShift(devices(), 'erik', 'A11', places.nearCaller);
    await isAvailableOnConsole(console, 'A11');
    const patient = await devices().signIn('ana', { size: 'phone' });
    await patient.context().clearPermissions();

    await patient.getByTestId('emergency-start').click();
    await look(patient, 'complaint');
    await patient.getByTestId('complaint-chest-pain').click();
    await patient.getByTestId('help-asked').waitFor();
    await look(patient, 'questions');
    const row = queueRow(console, 'searching');
    await row.getByTestId('queue-no-place').waitFor();
    await console.locator('[data-testid="alarm-line"][data-kind="placeMissing"]').waitFor({ timeout: 60_000 });
    await row.click();
    await console.getByTestId('incident-no-place').waitFor();
    await look(console, 'console-no-place');

    await patient.getByTestId('emergency-next').click();
    await patient.getByTestId('emergency-note').fill('Behind the bakery in Mill Lane');
    await look(patient, 'where');
    await patient.getByTestId('emergency-next').click();
    await look(patient, 'details');
    await fillTooLong(patient.getByTestId('emergency-description'));
    await patient.getByTestId('emergency-raise').click();
    await patient.getByText('The last thing was not taken').waitFor();
    await look(patient, 'refused');
    await patient.getByTestId('emergency-description').fill('Since noon');
    await patient.getByTestId('emergency-callback').fill('٠٥٠١٢٣٤٥٦٧ (wife)');
    await patient.getByTestId('emergency-raise').click();
    await patient.getByTestId('help-status').waitFor();
    await look(patient, 'help-no-place');
    await console.getByText('Behind the bakery in Mill Lane').first().waitFor();
    expect(await console.locator('.facts a[href^="tel:"]').getAttribute('href')).toBe('tel:0501234567');

    await patient.getByTestId('improve-location').click();
    await patient.getByTestId('place-coordinates').fill(`${places.caller.latitude}, ${places.caller.longitude}`);
    await patient.getByTestId('place-coordinates').press('Enter');
    await patient.getByTestId('improve-send').click();
    await crew.getByTestId('offer').waitFor();
    await console.locator('[data-testid="alarm-line"][data-kind="placeMissing"]').waitFor({ state: 'detached' });
    await crew.getByTestId('offer-accept').click();
    await crew.getByTestId('job-status').waitFor();
    await look(crew, 'crew-job');

    await console.getByTestId('action-correct').click();
    await look(console, 'correct-dialog');
    await console.getByTestId('correct-age').fill('54');
    await console.getByTestId('correct-number').fill('0731 5550199');
    await console.getByTestId('correct-reason').fill('She gave the wrong number');
    await console.getByTestId('correct-confirm').click();
    await crew.getByTestId('job-changes').waitFor();
    await look(crew, 'crew-changes');
    expect(await seriousFindings(crew), 'the crew’s page with a change').toEqual([]);
    await crew.getByTestId('changes-seen').click();
    await crew.getByTestId('job-changes').waitFor({ state: 'detached' });
    await timelineShows(console, 'emergency.details_given', 'emergency.corrected', 'emergency.changes_seen');
    await look(console, 'console-corrected');

    await crew.getByTestId('next-status').click();
    await patient.locator('[data-testid="help-status"][data-status="enRoute"]').waitFor();
    await look(patient, 'help-coming');
    await console.keyboard.press('t');
    await console.getByTestId('earlier-time').waitFor();
    await look(console, 'status-dialog');
    await console.getByTestId('status-clear').click();
    await queueRow(console, 'completed').waitFor({ state: 'attached' });
    await console.getByTestId('action-reopen').click();
    await console.getByTestId('reopen-reason').fill('Cleared by mistake');
    await console.getByTestId('reopen-confirm').click();
    await crew.getByTestId('offer').waitFor();
    await crew.getByTestId('offer-accept').click();
    await crew.getByTestId('job-status').waitFor();
    await console.keyboard.press('x');
    await console.getByTestId('cancel-reason').fill('The journey is over');
    await console.getByTestId('cancel-confirm').click();
    await crew.getByTestId('job-status').waitFor({ state: 'detached' });
    await endShift(crew);
  });

  it('that a dispatcher may not raise like this is raised once it is corrected, and a second caller joins it', async () => {
    const console = await devices().signIn('hana');
    await takeCall(console, 'Two cars');
    await queueRow(console, 'unserved').waitFor();

    await console.keyboard.press('e');
    await console.getByTestId('raise-complaint-fall').click();
    await console.getByTestId('place-coordinates').fill('48.4300, 9.6500');
    await console.getByTestId('place-coordinates').press('Enter');
    await console.getByTestId('raise-callback').fill('0731 5550177 (wife)');
    await fillTooLong(console.getByTestId('raise-description'));
    await console.getByTestId('raise-send').click();
    await console.getByText('It is not raised yet').waitFor();
    await console.getByTestId('raise-description').fill('Down the stairs');
    await console.getByTestId('raise-send').click();
    await console.getByTestId('raise').waitFor({ state: 'detached' });
    await console.getByTestId('queue-row').filter({ hasText: 'Down the stairs' }).waitFor();

    await console.keyboard.press('e');
    await console.getByTestId('place-coordinates').fill(`${places.caller.latitude}, ${places.caller.longitude}`);
    await console.getByTestId('place-coordinates').press('Enter');
    await console.getByTestId('raise-description').fill('I see them burn');
    await console.getByTestId('raise-same').first().waitFor();
    await look(console, 'raise-near');
    expect(await seriousFindings(console), 'the form with open emergencies nearby').toEqual([]);
    await console.getByTestId('raise-same').first().click();
    await timelineShows(console, 'emergency.caller_added');
  });

  it('says at once that nobody is there, with the number to ring', async () => {
    const patient = await devices().signIn('ben', { size: 'phone', at: places.caller });
    await patient.getByText('Nobody here can come right now').waitFor({ timeout: 60_000 });
    await look(patient, 'home-nobody');
    await patient.getByTestId('emergency-start').click();
    await patient.getByTestId('complaint-stroke').click();
    await patient.getByTestId('help-asked').waitFor();
    await patient.getByTestId('emergency-show').click();
    await patient.getByTestId('ring-now').waitFor();
    await look(patient, 'help-nobody');
    // A mark on the map is found by what it says, which is more than what is seen of it.
    expect(
      (await seriousFindings(patient)).filter((finding) => !finding.includes('.map-emergency')),
      'help while nobody is there',
    ).toEqual([]);
    expect(await patient.getByTestId('ring-now').getAttribute('href')).toMatch(/^tel:/);
    expect(await patient.getByTestId('help-status').textContent()).toBe('Nobody here can come now');
  });
});
