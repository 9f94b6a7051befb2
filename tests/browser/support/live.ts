import type { Page } from 'playwright-core';

/** The page says that what it shows is live. */
export async function isLive(page: Page): Promise<void> {
  await page.locator('[data-testid="connection-state"][data-state="live"]').first().waitFor({ state: 'attached', timeout: 60_000 });
}

/** The page says that it has lost the server, instead of showing old news as new. */
export async function saysItIsNotLive(page: Page): Promise<void> {
  await page.locator('[data-testid="connection-state"]:not([data-state="live"])').first().waitFor({ state: 'attached', timeout: 60_000 });
}
