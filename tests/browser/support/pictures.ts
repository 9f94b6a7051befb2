import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousFindings } from './axe';

const phone = { width: 390, height: 844 };

/** For whoever wants to look: JOURNEY_PICTURES names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['JOURNEY_PICTURES'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Nothing is wrong for whoever cannot see the page, on a desk and on a phone. */
export async function onBothSizes(page: Page, name: string): Promise<void> {
  const desk = page.viewportSize();
  await picture(page, `${name}-desk`);
  expect(await seriousFindings(page), `${name} on a desk`).toEqual([]);
  await page.setViewportSize(phone);
  await picture(page, `${name}-phone`);
  expect(await seriousFindings(page), `${name} on a phone`).toEqual([]);
  if (desk) await page.setViewportSize(desk);
}
