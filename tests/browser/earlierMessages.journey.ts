import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { beginConsult, reachStage, say, seesMessages } from './support/consult';
import { HubSocket } from './support/hubSocket';
import { useTelehealth } from './support/journey';
import { consultIdOf } from './support/room';
import { waitUntil } from './support/waiting';

/** As the server gives them. */
const atOnce = 100;
const written = atOnce + 30;

describe('A long chat', () => {
  const { server, devices } = useTelehealth('earlier-messages');

  it('opens with its newest messages and brings the earlier ones without moving what is read', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    await patient.setViewportSize({ width: 390, height: 844 });
    await write(clinician, server().url, written);
    await seesMessages(clinician, `Line ${written} of`);
    await patient.reload();
    await clinician.reload();
    await reachStage(patient);
    await reachStage(clinician);
    await patient.getByTestId('toggle-chat').click();

    for (const [page, name] of [
      [patient, 'phone'],
      [clinician, 'desk'],
    ] as const) {
      await waitUntil('the newest messages stand there', 20_000, async () => (await page.getByTestId('chat-message').count()) === atOnce);
      expect(await lineOf(page, written - atOnce).count()).toBe(0);
      await isAtEnd(page);
      const button = page.getByTestId('chat-earlier');
      await button.focus();
      const first = lineOf(page, written - atOnce + 1);
      const before = await placeOf(page, written - atOnce + 1);
      expect(await first.isVisible()).toBe(true);
      await picture(page, `${name}-newest`);
      expect(await seriousFindings(page)).toEqual([]);

      await page.keyboard.press('Enter');
      await lineOf(page, 1).waitFor({ state: 'attached' });
      await button.waitFor({ state: 'detached' });
      expect(await page.getByTestId('chat-message').count()).toBe(written);
      expect(Math.abs((await placeOf(page, written - atOnce + 1)) - before), 'what was read stays where it was').toBeLessThan(2);
      expect(await page.evaluate(() => document.activeElement?.className), 'the keyboard goes on in the chat').toBe('chat-lines');
      await picture(page, `${name}-earlier`);
      expect(await seriousFindings(page)).toEqual([]);
    }

    await say(patient, 'I have read all of it');
    await seesMessages(clinician, 'I have read all of it');
    await isAtEnd(patient);
    await remove(clinician, 3);
    for (const page of [patient, clinician]) {
      await page.locator('[data-testid="chat-message"][data-removed="true"]').waitFor({ state: 'attached' });
      expect(await page.getByTestId('chat-message').count()).toBe(written + 1);
    }
  });

  it('says what to do when the earlier ones do not come', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'david');
    await write(clinician, server().url, written);
    await seesMessages(patient, `Line ${written} of`);
    await patient.reload();
    await reachStage(patient);
    await patient.getByTestId('chat-earlier').focus();
    await patient.context().setOffline(true);
    await patient.getByText(/Reconnecting/).first().waitFor();
    await patient.keyboard.press('Enter');
    await patient.locator('.chat-earlier').filter({ hasText: 'Check your connection and try again' }).waitFor();
    await picture(patient, 'desk-offline');
    expect(await seriousFindings(patient)).toEqual([]);

    await patient.context().setOffline(false);
    await waitUntil('the earlier messages come once there is a network', 30_000, async () => {
      if (await patient.getByTestId('chat-earlier').isVisible()) await patient.getByTestId('chat-earlier').click();
      return (await patient.getByTestId('chat-message').count()) === written;
    });
    expect(await patient.locator('.chat-earlier').count()).toBe(0);
  });
});

/** By a line of its own, as the person who is signed in there. */
async function write(page: Page, url: string, lines: number): Promise<void> {
  const consultId = consultIdOf(page);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const hub = await HubSocket.open(url, 'consult', cookie);
  try {
    for (let line = 1; line <= lines; line++)
      await hub.call('Say', { commandId: crypto.randomUUID(), consultId, text: `Line ${line} of what was agreed on and written down here.` });
  } finally {
    hub.close();
  }
}

const lineOf = (page: Page, line: number) => page.getByTestId('chat-message').filter({ hasText: new RegExp(`Line ${line} of`) });

const placeOf = (page: Page, line: number): Promise<number> =>
  lineOf(page, line).locator('.chat-text').evaluate((element) => element.getBoundingClientRect().top);

const isAtEnd = (page: Page): Promise<void> =>
  waitUntil('the chat stands at its end', 10_000, async () =>
    page.locator('.chat-lines').evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight < 2),
  );

async function remove(page: Page, line: number): Promise<void> {
  await lineOf(page, line).getByTestId('chat-menu').click();
  await page.getByTestId('remove-message').click();
  await page.getByTestId('remove-message-sure').click();
}

/** For whoever wants to look: into the folder that `PICTURES` names. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
