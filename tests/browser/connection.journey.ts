import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { useTelehealth } from './support/journey';

describe('The connection test', () => {
  const { devices } = useTelehealth('connection');

  async function opened(size: 'desk' | 'phone' = 'desk'): Promise<Page> {
    const page = await devices().page('stranger', { size });
    await page.goto('/');
    await page.getByTestId('connection-test-link').click();
    await page.getByTestId('test-start').waitFor();
    return page;
  }

  const state = (page: Page, row: string): Promise<string | null> => page.getByTestId(`test-${row}`).getAttribute('data-state');

  async function verdict(page: Page): Promise<string | null> {
    await page.getByTestId('test-start').click();
    await page.getByTestId('test-verdict').waitFor({ timeout: 60_000 });
    return await page.getByTestId('test-verdict').getAttribute('data-grade');
  }

  /** The relay's candidates of this transport lead to a port where nobody answers, as behind a firewall. */
  async function block(page: Page, ...transports: ('udp' | 'tcp')[]): Promise<void> {
    await page.route('**/api/connection-test/*/*', async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as { sdp: string };
      const sdp = transports.reduce(
        (text, transport) => text.replace(new RegExp(`^(a=candidate:\\S+ \\d+ ${transport} \\d+ \\S+) \\d+`, 'gm'), '$1 9'),
        answer.sdp,
      );
      await route.fulfill({ response, json: { ...answer, sdp } });
    });
  }

  it('finds devices, ways and speed good, without an account', async () => {
    const page = await opened();
    await verdict(page);
    for (const row of ['camera', 'microphone', 'udp']) expect(await state(page, row), row).toBe('good');
    await page
      .getByTestId('test-speed')
      .getByText(/bit\/s down/)
      .waitFor();
  });

  it('goes by TCP where UDP is blocked, and says what that costs', async () => {
    const page = await opened();
    await block(page, 'udp');
    expect(await verdict(page)).toBe('limited');
    expect(await state(page, 'tcp')).toBe('good');
    await page.getByTestId('test-advice').first().getByText('Video takes the second way').waitFor();
  });

  it('says what a network that blocks everything means, and what to do next', async () => {
    const page = await opened('phone');
    await block(page, 'udp', 'tcp');
    expect(await verdict(page)).toBe('bad');
    expect(await state(page, 'udp')).toBe('bad');
    await page.getByTestId('test-advice').first().getByText('Try another network').waitFor();
  });

  it('says that the server did not answer when it did not', async () => {
    const page = await opened();
    await page.route('**/api/connection-test', (route) =>
      route.fulfill({ status: 429, json: { code: 'connection_test.too_many', detail: 'Too many tests run right now.' } }),
    );
    expect(await verdict(page)).toBe('bad');
    await page.getByTestId('test-advice').getByText('Too many tests run right now.').waitFor();
  });

  for (const size of ['desk', 'phone'] as const) {
    it(`is accessible before and after (${size})`, async () => {
      const page = await opened(size);
      expect(await seriousFindings(page)).toEqual([]);
      await verdict(page);
      expect(await seriousFindings(page)).toEqual([]);
    });
  }
});
