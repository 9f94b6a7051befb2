import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { askHub } from './askHub';
import type { Devices } from './browser';
import { places, type PersonName, type Position } from './people';

export const statusesToClear = ['enRoute', 'onScene', 'transporting', 'atHospital', 'clear'] as const;

/** A paramedic takes a vehicle and reports where it is. */
export async function goOnShift(devices: Devices, name: PersonName, callSign: string, at: Position): Promise<Page> {
  const page = await devices.enter(name, { size: 'phone', at });
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

/** What a patient says: the complaint, and the answers to its questions. */
export const troubleBreathing = { complaint: 'breathing', answers: ['conscious-yes', 'breathing-no', 'child-no'] } as const;
export const unconscious = { complaint: 'unconscious', answers: ['breathing-no', 'child-no'] } as const;

export interface Trouble {
  complaint: string;
  answers: readonly string[];
}

/** A patient asks for help from where the device is. */
export async function raiseEmergency(
  devices: Devices,
  name: PersonName,
  description: string,
  trouble: Trouble = troubleBreathing,
): Promise<Page> {
  const page = await devices.signIn(name, { size: 'phone', at: places.caller });
  await page.getByTestId('emergency-start').click();
  await page.getByTestId(`complaint-${trouble.complaint}`).click();
  await answerQuestions(page, trouble.answers);
  await fillRest(page, description);
  await page.getByTestId('emergency-raise').click();
  await page.getByTestId('help-status').waitFor();
  return page;
}

/**
 * Somebody rings up: the dispatcher's page says it to the server as its dialog would, without a patient's page that has to be opened and
 * filled in for each. For journeys that are about what comes after.
 */
export async function takeCall(
  console: Page,
  description: string,
  trouble: Trouble = troubleBreathing,
  at: Position = places.caller,
): Promise<string> {
  const answers = trouble.answers.map((answer) => ({
    questionCode: answer.slice(0, answer.lastIndexOf('-')),
    answer: answer.slice(answer.lastIndexOf('-') + 1),
  }));
  const location = { ...at, accuracyMetres: null, source: 'caller', note: null };
  const reply = await askHub(console, 'dispatch', 'RaiseForCaller', {
    commandId: randomUUID(),
    complaint: trouble.complaint,
    answers,
    description,
    location,
    callbackNumber: '+49 731 5550123',
  });
  const { value, error } = reply as { value: { number: string } | null; error: { code: string; text: string } | null };
  if (value === null) throw new Error(`The call was not taken: ${error?.code} ${error?.text}`);
  return value.number;
}

async function answerQuestions(page: Page, answers: readonly string[]): Promise<void> {
  for (const answer of answers) {
    // The radio button itself lies behind its label.
    await page.getByTestId(`answer-${answer}`).check({ force: true });
  }
  await page.getByTestId('emergency-next').click();
}

/** The place comes from the device by itself. */
async function fillRest(page: Page, description: string): Promise<void> {
  await page.getByTestId('emergency-note').waitFor();
  await page.getByTestId('emergency-next').click();
  await page.getByTestId('emergency-callback').fill('+49 731 5550123');
  await page.getByTestId('emergency-description').fill(description);
}

/** The crew reports one status after the other, and the console shows each without a reload. */
export async function reportUntilClear(paramedic: Page, from: (typeof statusesToClear)[number] = 'enRoute'): Promise<void> {
  for (const status of statusesToClear.slice(statusesToClear.indexOf(from))) {
    await paramedic.locator(`[data-testid="next-status"][data-status="${status}"]`).click();
  }
  await paramedic.getByTestId('next-status').first().waitFor({ state: 'hidden' });
}

/** Who did what when, by the stored names of the events. */
export async function timelineShows(console: Page, ...kinds: string[]): Promise<void> {
  for (const kind of kinds) await console.locator(`[data-testid="timeline-entry"][data-kind="${kind}"]`).first().waitFor();
}

export async function endShift(crew: Page): Promise<void> {
  await crew.getByTestId('end-shift').click();
  await crew.getByTestId('end-shift-confirm').click();
  await crew.getByTestId('start-shift').waitFor();
}
