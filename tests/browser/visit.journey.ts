import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { passDeviceCheck, reachStage } from './support/consult';
import { useTelehealth } from './support/journey';
import { saysItIsNotLive } from './support/live';
import { waitUntil } from './support/waiting';

const reason =
  'Headache for three days, worse in the morning. It is on the left side and light hurts. Paracetamol does not help any more.\nSince last night my neck is stiff, and my mother had an aneurysm. I also have a fever of 39.4, and I was sick twice before breakfast. I would like to know whether I should wait until Monday.';

const isWhole = (element: SVGElement | HTMLElement): boolean =>
  element.scrollWidth <= element.clientWidth + 1 && element.scrollHeight <= element.clientHeight + 1;

describe('A visit', () => {
  const { server, devices } = useTelehealth('visit');

  const presence = (desk: Page, is: string) =>
    waitUntil(
      `the patient is shown as ${is}`,
      60_000,
      async () => (await desk.getByTestId('waiting-row').getByTestId('patient-presence').getAttribute('data-presence')) === is,
    );

  it('shows the clinician all of the reason and whether the patient is there, and both choose their devices inside', async () => {
    const desk = await devices().signIn('chloe');
    const patient = await devices().page('ana', { size: 'phone' });
    await devices().signInOn(patient, 'ana');
    await patient.getByTestId('ask-reason').fill(reason);
    await patient.getByTestId('ask-submit').click();
    await passDeviceCheck(patient);
    await patient.getByTestId('waiting-text').getByText('can see that you are here').waitFor();
    expect(await seriousFindings(patient)).toEqual([]);

    const row = desk.getByTestId('waiting-row');
    await row.getByText('my mother had an aneurysm').waitFor();
    expect(await row.locator('.reason').evaluate(isWhole)).toBe(true);
    expect(await desk.title()).toBe('(1) Telehealth · Clinician');
    await patient.getByTestId('change-reason').click();
    await patient.getByTestId('reason-text').fill(`${reason}\nNow the fever is 40.`);
    expect(await seriousFindings(patient)).toEqual([]);
    await patient.getByTestId('save-reason').click();
    await row.getByText('Now the fever is 40.').waitFor();
    await patient.getByTestId('reason-text').waitFor({ state: 'detached' });
    expect(await row.locator('.reason').evaluate(isWhole)).toBe(true);
    await presence(desk, 'here');
    expect(await seriousFindings(desk)).toEqual([]);

    const address = patient.url();
    await patient.goto('about:blank');
    await presence(desk, 'away');
    await patient.goto(address);
    await passDeviceCheck(patient);
    await presence(desk, 'here');

    await desk.getByTestId('admit').click();
    await reachStage(desk);
    await patient.getByTestId('consult-stage').waitFor();
    expect(await patient.title()).toContain('Your visit is open');
    for (const page of [desk, patient]) {
      await page.getByTestId('visit-reason-more').click();
      expect(await page.getByTestId('visit-reason').innerText()).toContain('my mother had an aneurysm');
      await page.getByTestId('visit-reason-more').click();
      await page.getByTestId('choose-devices').click();
      await page.getByTestId('device-dialog').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });

  it('does not say to who waits without a connection that anybody sees them', async () => {
    const patient = await devices().signIn('ben');
    await patient.getByTestId('ask-reason').fill('A cough');
    await patient.getByTestId('ask-submit').click();
    await passDeviceCheck(patient);
    await patient.getByTestId('waiting-text').getByText('can see that you are here').waitFor();

    await server().kill();
    await saysItIsNotLive(patient);

    await patient.getByTestId('waiting-text').getByText('nobody sees that you are here').waitFor();
    await server().restart();
    await patient.getByTestId('waiting-text').getByText('can see that you are here').waitFor();
  });
});
