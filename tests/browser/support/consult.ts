import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Devices } from './browser';
import type { FirefoxPage } from './firefox';
import type { PersonName } from './people';

/**
 * From the patient's wish to both on stage.
 * @param prepare for each page before it goes anywhere, the patient's first.
 */
export async function beginConsult(
  devices: Devices,
  patient: PersonName,
  clinician: PersonName,
  prepare?: (page: Page) => Promise<void>,
): Promise<{ patient: Page; clinician: Page }> {
  const signIn = async (name: PersonName): Promise<Page> => {
    const page = await devices.page(name);
    await prepare?.(page);
    await devices.signInOn(page, name);
    return page;
  };
  const patientPage = await signIn(patient);
  const clinicianPage = await signIn(clinician);

  await patientPage.getByTestId('ask-reason').fill('A cough that does not go away');
  await patientPage.getByTestId('ask-submit').click();
  await passDeviceCheck(patientPage);
  await patientPage.getByTestId('waiting-room').waitFor();

  await clinicianPage.getByTestId('admit').first().click();
  await reachStage(clinicianPage);
  await patientPage.getByTestId('consult-stage').waitFor();
  return { patient: patientPage, clinician: clinicianPage };
}

/** The same with the patient in Firefox. */
export async function beginConsultInFirefox(
  patient: FirefoxPage,
  devices: Devices,
  patientName: PersonName,
  clinicianName: PersonName,
): Promise<{ patient: FirefoxPage; clinician: Page }> {
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

export async function passDeviceCheck(page: Page): Promise<void> {
  await page.getByTestId('precall-continue').click();
}

/** Some come to the stage past the device check, some directly. */
export async function reachStage(page: Page): Promise<void> {
  const check = page.getByTestId('precall-continue');
  const stage = page.getByTestId('consult-stage');
  await check.or(stage).first().waitFor();
  if (await check.isVisible()) await check.click();
  await stage.waitFor();
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('chat-input').fill(text);
  await page.getByTestId('chat-send').click();
}

export async function seesMessages(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const message = page.getByTestId('chat-message').filter({ hasText: text });
    await message.first().waitFor();
    expect(await message.count(), `"${text}" stands once in the chat`).toBe(1);
  }
}

/** @param role as the select's value; the people panel is opened when it is not. */
export async function inviteGuest(clinician: Page, name: string, role?: string): Promise<string> {
  if (!(await clinician.getByTestId('people-panel').isVisible())) await clinician.getByTestId('toggle-people').click();
  await clinician.getByTestId('invite-name').fill(name);
  if (role) await clinician.getByTestId('invite-role').selectOption(role);
  await clinician.getByTestId('invite-guest').click();
  const row = clinician.getByTestId('guest-row').filter({ hasText: name });
  return await row.getByTestId('guest-link').inputValue();
}
