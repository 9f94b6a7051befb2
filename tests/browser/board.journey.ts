import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { askHub } from './support/askHub';
import { seriousFindings } from './support/axe';
import { still } from './support/browser';
import { acknowledgeAll, cancelByKey, command } from './support/console';
import { queueRow, takeCall } from './support/emergency';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

describe('The board', () => {
  const { devices } = useTelehealth('board', { Dispatching__DivertsByRule: 'false' }, () => still);

  /** For whoever wants to look: `PICTURES=folder`. */
  async function picture(page: Page, name: string): Promise<void> {
    const folder = process.env['PICTURES'];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: `${folder}/${name}.png` });
  }

  const height = async (page: Page, selector: string): Promise<number> => (await page.locator(selector).boundingBox())?.height ?? 0;
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const at = document.activeElement;
      return at instanceof HTMLElement ? (at.dataset['number'] ?? at.dataset['testid'] ?? at.tagName) : '';
    });

  async function raiseMany(console: Page, count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const location = {
        latitude: 48.39 + (index % 8) * 0.003,
        longitude: 9.58 + Math.floor(index / 8) * 0.006,
        accuracyMetres: null,
        source: 'caller',
        note: index % 3 === 0 ? `${index + 1} Cornflower Close, second floor` : null,
      };
      const severe = index % 4 === 0;
      await askHub(console, 'dispatch', 'RaiseForCaller', {
        commandId: randomUUID(),
        complaint: severe ? 'unconscious' : 'fall',
        answers: severe ? [{ questionCode: 'breathing', answer: 'no' }] : [{ questionCode: 'conscious', answer: 'yes' }],
        description: `Call number ${index + 1}, told by a neighbour who stands at the gate`,
        location,
        callbackNumber: '+49 731 5550123',
      });
    }
  }

  it('gives the focus back after a dialog, asks before it throws away what was written, and lets single letters be turned off', async () => {
    const console = await devices().enter('hana');
    await isLive(console);
    await console.setViewportSize(desktop);
    await picture(console, 'empty-desktop');
    const numbers = [await takeCall(console, 'The first'), await takeCall(console, 'The second'), await takeCall(console, 'The third')];
    await queueRow(console, 'unserved').nth(2).waitFor();
    for (let step = 0; step < 3; step++) await console.keyboard.press('j');
    const row = await focused(console);
    expect(numbers).toContain(row);

    await console.keyboard.press('?');
    await console.getByTestId('keys').waitFor();
    expect(await seriousFindings(console)).toEqual([]);
    await console.keyboard.press('Escape');
    await console.getByTestId('keys').waitFor({ state: 'hidden' });
    await expect.poll(() => focused(console), { message: 'back in the same row' }).toBe(row);

    await console.keyboard.press('e');
    await console.getByTestId('raise').waitFor();
    await expect
      .poll(
        () => console.evaluate(() => document.activeElement?.matches('.dialog-body input, .dialog-body select, .dialog-body textarea')),
        { message: 'in the first field of work' },
      )
      .toBe(true);
    await console.getByTestId('raise-description').fill('A man has fallen from a ladder');
    await console.keyboard.press('Escape');
    await console.getByTestId('dialog-ask').waitFor();
    await expect.poll(() => focused(console)).toBe('dialog-keep');
    await console.keyboard.press('Escape');
    await console.getByTestId('dialog-ask').waitFor({ state: 'hidden' });
    expect(await console.getByTestId('raise-description').inputValue(), 'nothing is lost').toBe('A man has fallen from a ladder');
    await console.keyboard.press('Escape');
    await console.keyboard.press('Escape');
    await console.keyboard.press('Escape');
    await console.getByTestId('dialog-discard').click();
    await console.getByTestId('raise').waitFor({ state: 'hidden' });
    await expect.poll(() => focused(console)).toBe(row);

    await console.keyboard.press('?');
    await console.getByTestId('letter-keys').click();
    await console.keyboard.press('Escape');
    await console.keyboard.press('e');
    await console.keyboard.press('y');
    expect(await console.getByTestId('raise').count(), 'a dictated letter does nothing').toBe(0);
    expect(await console.getByTestId('alarm-line').count()).toBe(1);
    await console.getByTestId('keys-open').click();
    await console.getByTestId('letter-keys').click();
    await console.keyboard.press('Escape');
    await expect.poll(() => focused(console), { message: 'back on the button that opened it' }).toBe('keys-open');
    await acknowledgeAll(console);
    for (const number of numbers) {
      await command(console, `/x ${number}`);
      await cancelByKey(console, 'The journey is over');
    }
  });

  it('keeps its room with forty alarms, on a desk and on a phone, and they are acknowledged from the line', async () => {
    const console = await devices().enter('hana');
    await isLive(console);
    await console.setViewportSize(desktop);
    await raiseMany(console, 40);
    await console.getByTestId('alarm-count').filter({ hasText: '40 alarms, 40 incidents' }).waitFor();

    await queueRow(console, 'unserved').first().click();
    await console.getByTestId('incident').waitFor();
    await picture(console, 'alarms-desktop');
    expect(await height(console, '.pane-queue'), 'the queue keeps its room').toBeGreaterThan(640);
    expect(await height(console, '.pane-units'), 'the units keep theirs').toBeGreaterThan(280);
    expect(await height(console, '.alarms')).toBeLessThan(60);
    expect(await console.getByTestId('alarm-line').textContent()).toMatch(/E-[0-9A-F]{6}, P\d .*(N .* E|Cornflower)/);

    const first = await console.getByTestId('alarm-line').getAttribute('data-alarm');
    await console.keyboard.press('y');
    await console.getByTestId('alarm-count').filter({ hasText: '39 alarms' }).waitFor();
    expect(await console.getByTestId('alarm-line').getAttribute('data-alarm')).not.toBe(first);

    await console.keyboard.press('A');
    await console.getByTestId('alarm-list').waitFor();
    await picture(console, 'alarm-list-desktop');
    expect(await height(console, '.pane-queue'), 'the list lies over the board').toBeGreaterThan(640);
    expect(await seriousFindings(console)).toEqual([]);
    await console.keyboard.press('j');
    const second = await console.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-alarm]')?.dataset['alarm'] ?? '');
    await console.keyboard.press('y');
    await console.locator(`[data-testid="alarm"][data-alarm="${second}"]`).waitFor({ state: 'detached' });
    await console.keyboard.press('Escape');
    await console.getByTestId('alarm-list').waitFor({ state: 'hidden' });

    await console.keyboard.press('Escape');
    await console.setViewportSize(phone);
    await picture(console, 'alarms-phone');
    expect(await height(console, '.board'), 'most of a phone is board').toBeGreaterThan(phone.height * 0.5);
    expect(await seriousFindings(console)).toEqual([]);
    await console.getByTestId('alarm-count').click();
    await picture(console, 'alarm-list-phone');
    await console.keyboard.press('Escape');

    await console.setViewportSize(desktop);
    await console.keyboard.press('?');
    await picture(console, 'keys-desktop');
    await console.getByTestId('board-size').selectOption('far');
    await console.keyboard.press('Escape');
    await picture(console, 'far-desktop');
    await console.keyboard.press('?');
    await console.getByTestId('board-size').selectOption('compact');
    await console.keyboard.press('Escape');
    await picture(console, 'compact-desktop');
  });

  it('finds an incident that is over, and prints it', async () => {
    const console = await devices().enter('hana');
    await isLive(console);
    const number = await takeCall(console, 'Fell from the organ loft');
    await command(console, `/x ${number}`);
    await cancelByKey(console, 'Called off by the caller');
    await console.keyboard.press('Escape');

    await console.keyboard.press('S');
    await console.getByTestId('find-text').fill('organ loft');
    await console.keyboard.press('Enter');
    await console.locator(`[data-testid="find-row"][data-number="${number}"]`).waitFor();
    await picture(console, 'find-desktop');
    expect(await seriousFindings(console)).toEqual([]);
    await console.locator(`[data-testid="find-row"][data-number="${number}"]`).click();
    await console.getByTestId('incident').filter({ hasText: number }).waitFor();

    await console.getByTestId('print-open').click();
    await console.getByTestId('sheet').filter({ hasText: 'Fell from the organ loft' }).waitFor();
    await console.emulateMedia({ media: 'print' });
    await picture(console, 'print');
    expect(await console.locator('.topbar').isVisible(), 'only the sheet is on paper').toBe(false);
    expect(await console.getByTestId('sheet').textContent()).toMatch(/\+49 731 5550123.*Called off by the caller/s);
    await console.emulateMedia({ media: null });
  });
});
