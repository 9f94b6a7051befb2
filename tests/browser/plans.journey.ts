import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { queueRow, takeCall } from './support/emergency';
import { useTelehealth } from './support/journey';

describe('The response plans', () => {
  const { devices } = useTelehealth('plans');
  const chestPain = { complaint: 'chest-pain', answers: ['conscious-yes', 'breathing-yes', 'sweating-no'] } as const;

  const row = (page: Page, key: string) => page.locator(`[data-testid="plan-row"][data-key="${key}"]`);
  const version = (page: Page, number: number) => page.locator(`[data-testid="plans-version"][data-version="${number}"]`);

  async function plansPage(name: string): Promise<Page> {
    const page = await devices().page(name);
    await devices().enterOn(page, 'ivo');
    await page.getByTestId('nav-plans').click();
    await row(page, '* any').waitFor();
    return page;
  }

  /** A row of one level and one unit, of which so many are sent. */
  async function addRow(page: Page, complaint: string, priority: string, role: string, count = '1'): Promise<void> {
    await page.getByTestId('new-row').click();
    await page.getByTestId('row-complaint').selectOption(complaint);
    await page.getByTestId('row-priority').selectOption(priority);
    await page.getByTestId('role-0-0').fill(role);
    await page.getByTestId('count-0-0').selectOption(count);
    await page.getByTestId('row-done').click();
    await page.getByTestId('row-dialog').waitFor({ state: 'hidden' });
  }

  async function publish(page: Page, note: string): Promise<void> {
    await page.getByTestId('review').click();
    await page.getByTestId('publish-note').fill(note);
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-dialog').waitFor({ state: 'hidden' });
  }

  it('are what the next emergency is sent by, from the moment they are published', async () => {
    const [page, console] = await Promise.all([plansPage('ivo'), devices().enter('hana')]);
    await version(page, 0).waitFor();

    await page.getByTestId('new-row').click();
    await page.getByTestId('row-done').click();
    await page.getByTestId('row-dialog').getByText('Choose a complaint.').waitFor();
    expect(await seriousFindings(page), 'a row that lacks something').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('row-dialog').waitFor({ state: 'hidden' });

    await addRow(page, 'chest-pain', '2', 'Heart crew', '2');
    expect(await row(page, 'chest-pain 2').getAttribute('data-change')).toBe('added');
    await takeCall(console, 'Before it is published', chestPain);
    await queueRow(console, 'unserved').filter({ hasText: 'Chest pain' }).waitFor();
    expect(await console.getByTestId('queue-missing').textContent(), 'a draft sends nobody').toBe('1 of 1 missing');

    await publish(page, 'Two crews for a heart');
    await version(page, 1).waitFor();
    await page
      .locator('[data-testid="history-entry"][data-version="1"]')
      .filter({ hasText: 'Two crews for a heart' })
      .filter({ hasText: 'Ivo Tanaka' })
      .waitFor();

    const number = await takeCall(console, 'After it is published', chestPain);
    const raised = console.locator(`[data-testid="queue-row"][data-number="${number}"]`);
    await raised.getByTestId('queue-missing').filter({ hasText: '2 of 2 missing' }).waitFor();
    await raised.click();
    expect(await console.getByTestId('need').filter({ hasText: 'Heart crew' }).count()).toBe(2);

    // The page has names of its own for complaints: they are those that a dispatcher asks by.
    await page.getByTestId('new-row').click();
    const named = await page
      .getByTestId('row-complaint')
      .locator('option')
      .evaluateAll((options) => options.map((option) => [(option as HTMLOptionElement).value, option.textContent]));
    await console.keyboard.press('e');
    await console.getByTestId('raise-complaint-other').waitFor();
    const asked = await console
      .locator('[data-testid^="raise-complaint-"]')
      .evaluateAll((buttons) =>
        buttons.map((button) => [(button as HTMLElement).dataset['testid']?.replace('raise-complaint-', ''), button.textContent]),
      );
    expect(named.filter(([code]) => code !== '' && code !== '*')).toEqual(asked);
  });

  it('keep the draft of one when another publishes meanwhile, and tell which row both changed', async () => {
    const [mine, theirs] = await Promise.all([plansPage('ivo'), plansPage('ivo-two')]);
    const before = Number(await mine.getByTestId('plans-version').getAttribute('data-version'));
    await addRow(mine, 'stroke', '', 'Stroke unit');
    await addRow(mine, 'fall', '3', 'Any crew');
    await addRow(theirs, 'fall', '3', 'Rescue');
    await publish(theirs, 'Rescue for falls');
    await version(theirs, before + 1).waitFor();

    await publish(mine, 'Mine');
    const notice = mine.getByTestId('plans-meanwhile');
    await notice.filter({ hasText: 'changed meanwhile' }).filter({ hasText: 'Rescue for falls' }).waitFor();
    expect(await notice.getByTestId('change').count(), 'the draft is kept').toBe(2);
    await row(mine, 'fall 3').filter({ hasText: 'Rescue' }).waitFor();
    expect(await row(mine, 'stroke any').count(), 'and not shown as what holds').toBe(0);
    expect(await seriousFindings(mine)).toEqual([]);

    await mine.getByTestId('apply-again').click();
    await row(mine, 'fall 3').getByTestId('row-clash').filter({ hasText: 'Rescue' }).waitFor();
    await row(mine, 'fall 3').getByTestId('undo-row').click();
    await mine.getByTestId('row-clash').waitFor({ state: 'hidden' });
    await publish(mine, 'Stroke units');
    await version(mine, before + 2).waitFor();

    await theirs.getByTestId('plans-refresh').click();
    await version(theirs, before + 2).waitFor();
    await row(theirs, 'stroke any').filter({ hasText: 'Stroke unit' }).waitFor();
    await row(theirs, 'fall 3').filter({ hasText: 'Rescue' }).waitFor();
  });

  it('say at the row what the server refuses, and warn whoever leaves with a draft', async () => {
    const page = await plansPage('ivo');
    await addRow(page, 'allergy', '4', 'Any crew');
    // As from a page that knows less than the server does.
    await page.route('**/api/response-plans', async (route) => {
      if (route.request().method() !== 'PUT') return await route.continue();
      const sent = route.request().postDataJSON() as { rows: { complaint: string; levels: { adds: { role: string }[] }[] }[] };
      for (const unit of sent.rows.find((one) => one.complaint === 'allergy')?.levels[0]?.adds ?? []) unit.role = ' ';
      await route.continue({ postData: JSON.stringify(sent) });
    });
    await publish(page, 'Allergies');
    await row(page, 'allergy 4').getByTestId('row-refused').filter({ hasText: 'say in 1 to 60 characters' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Allergic reaction');

    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByTestId('user-row').first().waitFor();
    await page.getByTestId('nav-plans').click();
    await row(page, 'allergy 4').waitFor();
    const asked = page.waitForEvent('dialog');
    const gone = page.reload().catch(() => undefined);
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.accept();
    await gone;
    await row(page, '* any').waitFor();
    expect(await row(page, 'allergy 4').count()).toBe(0);
  });
});
