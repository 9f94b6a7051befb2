import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';
import { people, places, type PersonName } from './support/people';

describe('Every page', () => {
  const { devices } = useTelehealth('pages');
  const sizes = ['desk', 'phone'] as const;
  const visitors: PersonName[] = ['ana', 'chloe', 'hana', 'erik', 'ivo'];

  /** What the page itself complains about: uncaught errors, and what the content security policy refused. */
  function collectComplaints(page: Page): string[] {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) complaints.push(message.text());
    });
    return complaints;
  }

  for (const size of sizes) {
    it(`before sign-in is accessible and says that this is a demo (${size})`, async () => {
      const page = await devices().page('stranger', { size });
      const complaints = collectComplaints(page);
      for (const path of ['/', '/guest/#not-a-real-link', '/connection-test/']) {
        await page.goto(path);
        await page.getByText(/demo/i).first().waitFor();
        expect(await seriousFindings(page), path).toEqual([]);
      }
      expect(complaints).toEqual([]);
    });

    for (const name of visitors) {
      it(`of ${people[name].home} is accessible and without errors (${size})`, async () => {
        const page = await devices().page(name, { size, at: places.caller });
        const complaints = collectComplaints(page);
        await devices().signInOn(page, name);
        // Only the administrator's page has no live connection.
        if (name !== 'ivo') await isLive(page);
        await page.getByText(/demo/i).first().waitFor();
        await page.locator('h1, h2').first().waitFor();

        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    }
  }

  it('tells somebody without its role so, and shows nothing of it', async () => {
    const page = await devices().signIn('ana');
    await page.goto('/dispatcher/');
    await page.locator('h1, h2').first().waitFor();
    expect(await page.getByTestId('queue-row').count()).toBe(0);
    expect(await page.getByTestId('unit-row').count()).toBe(0);
  });
});
