import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { askHub } from './support/askHub';
import { seriousFindings } from './support/axe';
import { still } from './support/browser';
import { endShift, goOnShift, isAvailableOnConsole, unitRow } from './support/emergency';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';
import { places } from './support/people';

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const crewPassword = 'a fresh long password';

describe('A crew that falls silent', () => {
  const { server, devices } = useTelehealth(
    'silence',
    { Dispatching__SilentAfter: '00:00:06', Dispatching__SilenceAnewAfter: '00:30:00' },
    () => still,
  );

  /** For whoever wants to look: `PICTURES=folder`. */
  async function pictures(console: Page, name: string): Promise<void> {
    const folder = process.env['PICTURES'];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    for (const [size, view] of [
      ['desk', desktop],
      ['phone', phone],
    ] as const) {
      await console.setViewportSize(view);
      await console.screenshot({ path: `${folder}/${name}-${size}.png` });
    }
    await console.setViewportSize(desktop);
  }

  const line = (console: Page, ringing: number) => console.locator(`[data-testid="silence-line"][data-ringing="${ringing}"]`);

  async function openConsole(): Promise<Page> {
    const console = await devices().enter('hana');
    await console.setViewportSize(desktop);
    await isLive(console);
    return console;
  }

  /** As many crews as a region has: each comes on shift, and its page is gone at once. */
  async function crewsThatGo(count: number): Promise<void> {
    const admin = await devices().enter('ivo');
    const headers = { 'X-Telehealth': '1', Origin: server().url };
    const page = await devices().page('many crews');
    for (let number = 1; number <= count; number += 1) {
      const email = `crew${number}@demo.telehealth`;
      const made = await admin.request.post('/api/admin/users', {
        data: { name: `Crew ${number}`, email, password: crewPassword, roles: ['paramedic'] },
        headers,
      });
      expect(made.ok(), await made.text()).toBe(true);
      expect((await page.request.post('/api/access/sign-in', { data: { email, password: crewPassword }, headers })).ok()).toBe(true);
      await page.goto('/connection-test/');
      const desk = (await askHub(page, 'unit', 'Watch')) as { value: { vehicles: { id: string }[] } };
      await askHub(page, 'unit', 'StartShift', { commandId: randomUUID(), vehicleId: desk.value.vehicles[0]?.id });
    }
  }

  it('rings at the console until it is acknowledged, is shown until it is back, and is told so itself', async () => {
    const console = await openConsole();
    const crew = await goOnShift(devices(), 'erik', 'A11', places.nearCaller);
    await isAvailableOnConsole(console, 'A11');
    expect(await line(console, 1).count(), 'a crew that is there does not ring').toBe(0);
    await crew.goto('about:blank');

    await line(console, 1).waitFor();
    await expect.poll(() => console.title(), { timeout: 10_000 }).toMatch(/^\(1\) Alarm/);
    await console.getByRole('button', { name: /^A11, no signal/ }).waitFor();
    await expect
      .poll(() => console.getByTestId('silence-spoken').textContent(), { timeout: 10_000 })
      .toContain('Unit silent: A11. Call the crew by radio.');
    expect(await console.getByTestId('silence-say').textContent()).toMatch(/A11 silent for .* last seen near 48\./);
    await unitRow(console, 'A11').and(console.locator('[data-status="silent"]')).waitFor();
    expect(await seriousFindings(console), 'ringing').toEqual([]);
    await pictures(console, 'one');

    await console.keyboard.press('o');
    await expect
      .poll(() => console.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.dataset['unit'] : '')), {
        timeout: 10_000,
      })
      .toBe('A11');
    await console.keyboard.press('y');
    await line(console, 0).filter({ hasText: 'Hana Novak looks after it' }).waitFor();
    await expect.poll(() => console.title(), { timeout: 10_000 }).not.toContain('Alarm');
    expect(await seriousFindings(console), 'acknowledged').toEqual([]);
    await pictures(console, 'acknowledged');
    await console.reload();
    await line(console, 0).filter({ hasText: 'Hana Novak looks after it' }).waitFor();

    await server().kill();
    await server().restart();
    await isLive(console);
    await line(console, 0).waitFor();

    await crew.goto('/paramedic/');
    await crew.getByTestId('crew-notice').filter({ hasText: 'counted you as silent since' }).waitFor();
    expect(await seriousFindings(crew), 'back').toEqual([]);
    if (process.env['PICTURES'] !== undefined) await crew.screenshot({ path: `${process.env['PICTURES']}/back-phone.png` });
    await console.getByTestId('silence-line').waitFor({ state: 'hidden' });
    await isAvailableOnConsole(console, 'A11');
    await crew.getByTestId('notice-ok').click();
    await endShift(crew);
  });

  it('is one line with a count when many fall silent at once', async () => {
    const console = await openConsole();
    await crewsThatGo(9);
    await line(console, 9).waitFor();
    expect(await console.getByTestId('silence-line').count()).toBe(1);
    await expect.poll(() => console.title(), { timeout: 10_000 }).toMatch(/^\(9\) Alarms/);
    await pictures(console, 'many');

    await console.keyboard.press('A');
    await console.getByTestId('silence-list').waitFor();
    expect(await console.getByTestId('silence').count()).toBe(9);
    expect(await seriousFindings(console), 'list').toEqual([]);
    await pictures(console, 'many-list');
    await console.keyboard.press('Escape');
    await console.getByTestId('silence-list').waitFor({ state: 'hidden' });
    await console.getByTestId('silence-ack').click();
    await line(console, 0).waitFor();
    await expect.poll(() => console.title(), { timeout: 10_000 }).not.toContain('Alarm');
  });
});
