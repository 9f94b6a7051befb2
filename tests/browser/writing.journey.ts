import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { askHub } from './support/askHub';
import { seriousFindings } from './support/axe';
import { beginConsult, say } from './support/consult';
import { takeCall } from './support/emergency';
import { useTelehealth } from './support/journey';
import { waitUntil } from './support/waiting';

const arabic = 'سقوط من الدرج (الطابق 3)، الباب B-12.';

describe('What people write', () => {
  const { devices } = useTelehealth('writing');

  it('leaves a reader of earlier messages where they are, and says how many are new', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');
    await say(patient, arabic);
    for (let line = 1; line <= 25; line++) await say(clinician, `Line ${line} of what is told at some length, so that it fills the panel.`);
    const list = patient.locator('.chat-lines');
    await patient.getByTestId('chat-message').nth(25).waitFor();
    await list.evaluate((element) => element.scrollTo({ top: 40 }));
    const before = await list.evaluate((element) => element.scrollTop);

    await say(clinician, 'See https://example.org/advice (and rest).');

    await patient.getByTestId('chat-new').filter({ hasText: '1 new' }).waitFor();
    expect(await list.evaluate((element) => element.scrollTop)).toBe(before);
    expect(await seriousFindings(patient)).toEqual([]);
    await patient.getByTestId('chat-new').click();
    await waitUntil('the list stands at its end', 10_000, async () =>
      list.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight < 2),
    );
    expect(await patient.getByTestId('chat-new').count()).toBe(0);
    const link = patient.getByRole('link', { name: 'https://example.org/advice' });
    expect([await link.getAttribute('rel'), await link.getAttribute('target')]).toEqual(['noopener noreferrer', '_blank']);
    await list.evaluate((element) => element.scrollTo({ top: 0 }));
    expect(await directionOf(patient, arabic)).toBe('rtl');
  });

  it('stands in its own direction on the console, and is cut at its own end', async () => {
    const console = await devices().enter('hana', { size: 'desk' });
    const number = await takeCall(console, `${arabic} ${'والمصاب لا يستطيع الحركة '.repeat(4)}`);
    const row = console.locator(`[data-testid="queue-row"][data-number="${number}"]`);
    await row.click();

    expect(await row.locator('.queue-text').evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    expect(await directionOf(console, 'والمصاب')).toBe('rtl');
    expect(await seriousFindings(console)).toEqual([]);
  });

  it('is a place in whatever form it is pasted, and one far away is doubted', async () => {
    const console = await devices().enter('hana', { size: 'desk' });
    await console.getByTestId('raise-open').click();
    const field = console.getByTestId('place-coordinates');
    for (const text of [
      'N 48.4012 E 9.6021',
      '48,4012 9,6021',
      `48°24'04.3"N 9°36'07.6"E`,
      'https://maps.google.com/?q=48.4012,9.6021',
      '\u200e٤٨٫٤٠١٢، ٩٫٦٠٢١',
    ]) {
      await field.fill(text);
      await field.press('Enter');
      await console
        .locator('#place-where')
        .filter({ hasText: /Pin at 48\.401\d+ N, 9\.602\d+ E/ })
        .waitFor();
    }
    await field.fill('9.6021, 48.4012');
    await field.press('Enter');
    await console.getByTestId('place-doubt').waitFor();
    expect(await seriousFindings(console)).toEqual([]);
    await console.getByTestId('place-exchange').click();
    await console
      .locator('#place-where')
      .filter({ hasText: /Pin at 48\.401\d+ N, 9\.602\d+ E/ })
      .waitFor();
  });

  it('is a number that can be rung in any digits, on every page that shows it', async () => {
    const console = await devices().enter('hana', { size: 'desk' });
    const description = 'Number in other digits';
    const location = { latitude: 48.4012, longitude: 9.9876, accuracyMetres: null, source: 'caller', note: arabic };
    const callbackNumber = '\u202a٠٥٠١٢٣٤٥٦٧\u202c';
    const reply = await askHub(console, 'dispatch', 'RaiseForCaller', {
      commandId: crypto.randomUUID(),
      complaint: 'breathing',
      answers: [],
      description,
      location,
      callbackNumber,
    });
    const { value } = reply as { value: { number: string } | null };
    await console.locator(`[data-testid="queue-row"][data-number="${value?.number}"]`).click();
    expect(await console.getByRole('link', { name: '0501234567' }).getAttribute('href')).toBe('tel:0501234567');
  });
});

async function directionOf(page: Page, text: string): Promise<string> {
  return await page
    .locator('.written')
    .filter({ hasText: text })
    .first()
    .evaluate((element) => getComputedStyle(element).direction);
}
