import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { beginConsult, reachStage, say, seesMessages } from './support/consult';
import { useTelehealth } from './support/journey';
import { guestComes } from './support/room';
import { waitUntil } from './support/waiting';

describe('The chat of a visit', () => {
  const { devices } = useTelehealth('chat-marks');

  it('says when a message was delivered and read, and who is writing', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    await clinician.getByTestId('chat-panel').getByLabel('Close chat').click();
    await say(patient, 'It itches at night');
    await stands(patient, 'It itches at night', 'delivered');
    expect(await receipt(patient, 'It itches at night').innerText()).toBe('Delivered');

    await clinician.getByTestId('toggle-chat').click();
    await stands(patient, 'It itches at night', 'read');
    expect(await seriousFindings(patient)).toEqual([]);

    await clinician.getByTestId('chat-input').pressSequentially('Since wh');
    await patient.getByTestId('chat-typing').filter({ hasText: 'is writing' }).waitFor();
    expect(await seriousFindings(patient)).toEqual([]);
    expect(await clinician.getByTestId('chat-typing').innerText()).toBe('');
    // Nobody says that one has stopped.
    await waitUntil('nobody is shown to write any more', 15_000, async () => (await patient.getByTestId('chat-typing').innerText()) === '');

    await clinician.getByTestId('chat-input').pressSequentially('en?');
    await patient.getByTestId('chat-typing').filter({ hasText: 'is writing' }).waitFor();
    await clinician.getByTestId('chat-send').click();
    await seesMessages(patient, 'Since when?');
    expect(await patient.getByTestId('chat-typing').innerText()).toBe('');
    await patient.reload();
    await reachStage(patient);
    await stands(patient, 'It itches at night', 'read');
  });

  it('removes a message for everybody, also when it was asked for without a network', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'chloe');
    await say(patient, 'This was for somebody else');
    await say(patient, 'This too');
    await say(clinician, 'All right');
    await seesMessages(clinician, 'This was for somebody else', 'This too');
    await seesMessages(patient, 'All right');
    expect(await menuOf(patient, 'All right').count(), 'a patient removes nothing of the doctor').toBe(0);

    await menuOf(patient, 'This was for somebody else').click();
    expect(await seriousFindings(patient)).toEqual([]);
    await patient.keyboard.press('Escape');
    expect(await patient.getByTestId('remove-message').count()).toBe(0);
    await remove(patient, 'This was for somebody else');
    for (const page of [patient, clinician]) await isGone(page, 'This was for somebody else', 1);

    await patient.context().setOffline(true);
    await remove(patient, 'This too');
    await patient.getByTestId('chat-removing').waitFor();
    await patient.context().setOffline(false);
    for (const page of [patient, clinician]) await isGone(page, 'This too', 2);

    await say(patient, 'And one of mine');
    await seesMessages(clinician, 'And one of mine');
    await remove(clinician, 'And one of mine');
    await patient.getByText('Message removed by the doctor').waitFor();
    for (const page of [patient, clinician]) {
      await page.reload();
      await reachStage(page);
      await isGone(page, 'This was for somebody else', 3);
      await isGone(page, 'And one of mine', 3);
      await seesMessages(page, 'All right');
      expect(await seriousFindings(page)).toEqual([]);
    }
  });

  it('shows a guest nothing of what was written, read or removed before', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'david');
    await say(patient, 'Between the two of us');
    await say(patient, 'And this');
    await stands(patient, 'And this', 'read');
    const guest = await guestComes(devices(), clinician, 'Ines');
    await clinician.getByTestId('toggle-chat').click();
    await remove(patient, 'Between the two of us');
    await isGone(clinician, 'Between the two of us', 1);
    expect(await receipt(patient, 'And this').getAttribute('title'), 'nobody waits for one who came later').toBe('Read');

    await say(patient, 'Good morning everybody');
    await seesMessages(guest, 'Good morning everybody');
    expect(await guest.getByTestId('chat-message').count()).toBe(1);
    await waitUntil('both have read it', 15_000, async () =>
      /everybody|Ines/.test((await receipt(patient, 'Good morning everybody').getAttribute('title')) ?? ''),
    );
    await guest.reload();
    await reachStage(guest);
    await seesMessages(guest, 'Good morning everybody');
    expect(await guest.getByTestId('chat-message').count()).toBe(1);
  });
});

const lineOf = (page: Page, text: string) => page.getByTestId('chat-message').filter({ hasText: text });
const receipt = (page: Page, text: string) => lineOf(page, text).getByTestId('chat-receipt');
const menuOf = (page: Page, text: string) => lineOf(page, text).getByTestId('chat-menu');

async function stands(page: Page, text: string, state: 'sent' | 'delivered' | 'read'): Promise<void> {
  await lineOf(page, text).locator(`[data-receipt="${state}"]`).waitFor({ state: 'attached' });
}

async function remove(page: Page, text: string): Promise<void> {
  await menuOf(page, text).click();
  await page.getByTestId('remove-message').click();
  await page.getByTestId('remove-message-sure').click();
}

/** @param removed so many tombstones stand in the chat by now. */
async function isGone(page: Page, text: string, removed: number): Promise<void> {
  await waitUntil(`${removed} messages are removed`, 20_000, async () =>
    (await page.locator('[data-testid="chat-message"][data-removed="true"]').count()) === removed,
  );
  expect(await lineOf(page, text).count()).toBe(0);
}
