import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Devices } from './browser';
import { places, type PersonName, type Position } from './people';
import { waitUntil } from './waiting';

export const statusesToClear = ['enRoute', 'onScene', 'transporting', 'atHospital', 'clear'] as const;

/** A paramedic signs in on a phone, takes a vehicle and reports where it is. */
export async function goOnShift(devices: Devices, name: PersonName, callSign: string, at: Position): Promise<Page> {
  const page = await devices.signIn(name, { size: 'phone', at });
  devices.keepMoving(page.context(), at);
  await page.getByTestId(`vehicle-${callSign}`).click();
  await page.getByTestId('start-shift').click();
  await page.getByTestId('unit-status').waitFor();
  return page;
}

export async function isAvailableOnConsole(console: Page, callSign: string): Promise<void> {
  await unitRow(console, callSign).and(console.locator('[data-status="available"]')).waitFor();
}

export function unitRow(console: Page, callSign: string) {
  return console.getByTestId('unit-row').filter({ hasText: callSign });
}

export function queueRow(console: Page, phase: string) {
  return console.locator(`[data-testid="queue-row"][data-phase="${phase}"]`);
}

/** A patient asks for help from where the device is. */
export async function raiseEmergency(devices: Devices, name: PersonName, description: string): Promise<Page> {
  const page = await devices.signIn(name, { size: 'phone', at: places.caller });
  await page.getByTestId('emergency-start').click();
  await page.getByTestId('complaint-breathing').click();
  await answerQuestions(page);
  await fillRest(page, description);
  await page.getByTestId('emergency-raise').click();
  await page.getByTestId('help-status').waitFor();
  return page;
}

/** The questions may come one by one or all on one page. */
async function answerQuestions(page: Page): Promise<void> {
  for (const answer of ['conscious-yes', 'breathing-no', 'child-no']) {
    const button = page.getByTestId(`answer-${answer}`);
    await goOnUntilVisible(page, () => button.isVisible());
    await button.click();
  }
}

async function fillRest(page: Page, description: string): Promise<void> {
  for (const [field, text] of [['emergency-description', description], ['emergency-callback', '+49 731 5550123']] as const) {
    const input = page.getByTestId(field);
    await goOnUntilVisible(page, () => input.isVisible());
    await input.fill(text);
  }
  await goOnUntilVisible(page, () => page.getByTestId('emergency-raise').isVisible());
}

async function goOnUntilVisible(page: Page, isVisible: () => Promise<boolean>): Promise<void> {
  await waitUntil('the next step of the emergency form is shown', 30_000, async () => {
    if (await isVisible()) return true;
    const next = page.getByTestId('emergency-next');
    if ((await next.isVisible()) && (await next.isEnabled())) await next.click();
    return await isVisible();
  });
}

/** The crew reports one status after the other, and the console shows each without a reload. */
export async function reportUntilClear(paramedic: Page, from: (typeof statusesToClear)[number] = 'enRoute'): Promise<void> {
  for (const status of statusesToClear.slice(statusesToClear.indexOf(from))) {
    await paramedic.locator(`[data-testid="next-status"][data-status="${status}"]`).click();
  }
  await paramedic.getByTestId('next-status').first().waitFor({ state: 'hidden' });
}

/** Who did what when, in the order of the log. */
export async function timelineShows(console: Page, ...words: RegExp[]): Promise<void> {
  const entries = console.getByTestId('timeline-entry');
  for (const word of words) await entries.filter({ hasText: word }).first().waitFor();
  expect(await entries.count()).toBeGreaterThanOrEqual(words.length);
}
