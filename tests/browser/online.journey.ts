import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { beginConsult, passDeviceCheck } from './support/consult';
import { useTelehealth } from './support/journey';
import { onBothSizes } from './support/pictures';
import { waitUntil } from './support/waiting';

describe('Whether a patient is online', () => {
  const { devices } = useTelehealth('online');

  const presence = (page: Page, is: string) =>
    waitUntil(
      `the patient is shown as ${is}`,
      60_000,
      async () => (await page.getByTestId('waiting-row').getByTestId('patient-presence').getAttribute('data-presence')) === is,
    );

  it('is seen in a visit while the patient is not in the room', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    await patient.getByTestId('leave').click();

    const notice = clinician.getByTestId('patient-absent');
    await notice.getByText('Online now').waitFor();
    await clinician.getByTestId('toggle-chat').click();
    await onBothSizes(clinician, 'online-in-visit');

    await patient.goto('about:blank');
    await notice.getByText(/Last seen/).waitFor({ timeout: 60_000 });
    await onBothSizes(clinician, 'last-seen-in-visit');
  });

  it('is seen of who waits, and a second device keeps them there when the first one goes', async () => {
    const desk = await devices().signIn('david');
    const patient = await devices().page('ben', { size: 'phone' });
    await devices().signInOn(patient, 'ben');
    await patient.getByTestId('ask-reason').fill('A cough');
    await patient.getByTestId('ask-submit').click();
    await passDeviceCheck(patient);
    await presence(desk, 'here');
    await onBothSizes(desk, 'online-waits');

    const second = await devices().page('ben at home');
    await devices().signInOn(second, 'ben');
    await patient.goto('about:blank');
    const seen = new Set<string | null>();
    for (const until = Date.now() + 16_000; Date.now() < until; await desk.waitForTimeout(500))
      seen.add(await desk.getByTestId('waiting-row').getByTestId('patient-presence').getAttribute('data-presence'));
    expect([...seen]).toEqual(['here']);
    await second.goto('about:blank');
    await presence(desk, 'away');
    await desk
      .getByTestId('waiting-row')
      .getByText(/Last seen/)
      .waitFor();
    await onBothSizes(desk, 'last-seen-waits');
  });
});
