import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { endShift, goOnShift, queueRow, raiseEmergency, timelineShows } from './support/emergency';
import { useTelehealth } from './support/journey';
import { isLive, saysItIsNotLive } from './support/live';
import { places } from './support/people';
import { Tunnel } from './support/tunnel';

describe('A crew’s device that is opened in a tunnel', () => {
  const { devices } = useTelehealth('tunnel');

  const step = (crew: Page, status: string) => crew.locator(`[data-testid="next-status"][data-status="${status}"]`);
  const jobStatus = (crew: Page, status: string) => crew.locator(`[data-testid="job-status"][data-status="${status}"]`);
  const waiting = (crew: Page, kind: string) => crew.locator(`[data-testid="outbox-waiting"][data-kind="${kind}"]`);

  it('shows the job that it kept and since when it may be wrong, sends what was done in it, and keeps nothing after sign-out', async () => {
    let tunnel: Tunnel | undefined;
    devices().prepare(async (page) => {
      tunnel = await Tunnel.on(page);
    });
    const crew = await goOnShift(devices(), 'erik', 'A11', places.nearCaller);
    devices().prepare(async () => {});
    await raiseEmergency(devices(), 'ana', 'Wheezing since the morning');
    await crew.getByTestId('offer-accept').click();
    await step(crew, 'enRoute').waitFor();
    await crew.getByTestId('answers').waitFor();
    // Help is asked for at the complaint; what else the patient says comes after it.
    await crew.getByText('Wheezing since the morning').waitFor();
    await isKeptForOffline(crew);

    await tunnel?.enter();
    await saysItIsNotLive(crew);
    await crew.reload();
    const notice = crew
      .locator('[data-testid="kept-notice"][data-checked="false"]')
      .filter({ hasText: 'Opened from this device for Erik' });
    await notice.waitFor();
    await jobStatus(crew, 'accepted').waitFor();
    await crew.getByText('Wheezing since the morning').waitFor();
    await crew.getByTestId('answers').waitFor();
    await crew.locator('.map-note[role="status"]').waitFor();
    await step(crew, 'enRoute').click();
    await waiting(crew, 'report').waitFor();
    await jobStatus(crew, 'accepted').waitFor();
    expect(await seriousFindings(crew), 'from memory').toEqual([]);

    await crew.getByRole('button', { name: 'Sign out' }).click();
    await crew.getByTestId('leaving').waitFor();
    expect(await seriousFindings(crew), 'leaving').toEqual([]);
    await crew.getByTestId('leave-anyway').click();
    await crew.getByTestId('sign-out-fault').waitFor();
    await waiting(crew, 'report').waitFor();

    await tunnel?.leave();
    await isLive(crew);
    await jobStatus(crew, 'enRoute').waitFor();
    await crew.locator('[data-testid="receipt"][data-result="applied"]').filter({ hasText: 'En route' }).waitFor();
    await crew.getByTestId('kept-notice').waitFor({ state: 'hidden' });
    // The roads come with the network, without the page being loaded anew.
    await crew.locator('.map-note').waitFor({ state: 'detached' });
    const console = await devices().signIn('hana');
    await queueRow(console, 'assigned').click();
    await timelineShows(console, 'emergency.unit_status_reported');

    expect(await keptOn(crew)).toContain('Wheezing');
    await crew.getByRole('button', { name: 'Sign out' }).click();
    await crew.getByTestId('sign-in-email').waitFor();
    const left = await keptOn(crew);
    expect(left).toContain('/paramedic/');
    expect(left).not.toMatch(/Wheezing|E-\d|5550123|"job"|\/api\//);

    await devices().signInOn(crew, 'erik');
    await isLive(crew);
    await crew.getByTestId('other-status').click();
    await crew.locator('[data-testid="other-status-choice"][data-status="clear"]').click();
    await endShift(crew);
    expect(await keptOn(crew)).not.toMatch(/Wheezing|"unit"/);
  });
});

/** The browser has the page: from then on it opens without network. */
async function isKeptForOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** All that this site has laid down on the device, as one text. */
async function keptOn(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const name of await caches.keys()) texts.push(...(await (await caches.open(name)).keys()).map((request) => request.url));
    for (const { name } of await indexedDB.databases()) {
      const database = await answerOf(indexedDB.open(name ?? ''));
      for (const table of database.objectStoreNames)
        texts.push(JSON.stringify(await answerOf(database.transaction(table).objectStore(table).getAll())));
      database.close();
    }
    return texts.join('\n');

    function answerOf<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error ?? new Error('refused'));
      });
    }
  });
}
