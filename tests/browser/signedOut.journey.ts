import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';
import { password } from './support/people';

describe('A session that ends while somebody works', () => {
  const { server, devices } = useTelehealth('signed-out');

  /** As another tab of the same browser does it. */
  async function signOutElsewhere(page: Page): Promise<void> {
    const status = await page.evaluate(
      async () => (await fetch('/api/access/sign-out', { method: 'POST', headers: { 'X-Telehealth': '1' } })).status,
    );
    expect(status).toBe(204);
    await page.getByTestId('sign-in-again').waitFor();
  }

  async function signInAgain(page: Page): Promise<void> {
    await page.getByTestId('sign-in-again-password').fill(password);
    await page.getByTestId('sign-in-again-submit').click();
    await page.getByTestId('sign-in-again').waitFor({ state: 'detached' });
  }

  it('keeps what a dispatcher has typed, and signs in over the open dialog', async () => {
    const console = await devices().signIn('hana');
    await isLive(console);
    await console.getByTestId('raise-open').click();
    const description = console.getByTestId('raise-description');
    await description.fill('Fell from a ladder, third floor');

    await signOutElsewhere(console);
    expect(await console.getByTestId('sign-in-again').getByTestId('emergency-number').getAttribute('href')).toBe('tel:112');
    expect(await seriousFindings(console)).toEqual([]);
    await console.getByTestId('sign-in-again-password').fill('not the password');
    await console.getByTestId('sign-in-again-submit').click();
    await console.getByTestId('sign-in-again').getByText('is not right').waitFor();
    await signInAgain(console);

    expect(await description.inputValue()).toBe('Fell from a ladder, third floor');
    await isLive(console);
  });

  it('sends what a person pressed while signed out once they are back, and only once', async () => {
    const page = await devices().signIn('ivo');
    await page.getByTestId('user-search').or(page.getByRole('searchbox')).first().waitFor();
    await page.evaluate(async () => fetch('/api/access/sign-out', { method: 'POST', headers: { 'X-Telehealth': '1' } }));
    await page.getByTestId('new-user').click();
    await page.getByTestId('new-user-name').fill('Ona Petraite');
    await page.getByTestId('new-user-email').fill('ona@clinic.example');
    await page.getByTestId('new-user-password').fill('a fresh long password');
    await page.getByTestId('new-user-send').click();

    await signInAgain(page);

    await page.getByTestId('new-user-dialog').waitFor({ state: 'detached' });
    await page.getByText('Ona Petraite').first().waitFor();
  });

  it('tells a crew that it is signed out, not that there is no network', async () => {
    const crew = await devices().page('erik', { size: 'phone' });
    await devices().signInOn(crew, 'erik');
    await isLive(crew);
    await signOutElsewhere(crew);
    expect(await seriousFindings(crew)).toEqual([]);

    // What the page knows is shown all the same, and says that nobody is signed in.
    await crew.getByTestId('sign-in-aside').click();
    await crew.getByTestId('sign-in-again').waitFor({ state: 'detached' });
    await crew.getByTestId('sign-in-strip').getByText('Signed out').waitFor();
    expect(await seriousFindings(crew)).toEqual([]);
    await crew.getByTestId('sign-in-strip-open').click();
    await signInAgain(crew);
    expect(await crew.getByTestId('sign-in-strip').count()).toBe(0);
    await isLive(crew);
  });

  it('starts with the number to ring in danger, and a person with a password from somebody else chooses an own one', async () => {
    const admin = await devices().signIn('ivo');
    const made = await admin.evaluate(
      async () =>
        (
          await fetch('/api/admin/users', {
            method: 'POST',
            headers: { 'X-Telehealth': '1', 'Content-Type': 'application/json' },
            body: JSON.stringify({
              name: 'New Nurse',
              email: 'nurse@clinic.example',
              password: 'given by ivo today',
              roles: ['clinician'],
              owesPassword: true,
            }),
          })
        ).status,
    );
    expect(made).toBe(200);
    const page = await devices().page('nurse', { size: 'phone' });
    await page.goto(`${server().url}/clinician/`);
    expect(await page.getByTestId('emergency-number').getAttribute('href')).toBe('tel:112');
    await page.getByTestId('sign-in-email').fill('nurse@clinic.example');
    await page.getByTestId('sign-in-password').fill('given by ivo today');
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('own-password-page').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByTestId('own-password-present').fill('given by ivo today');
    await page.getByTestId('own-password-new').fill('four words of my own');
    await page.getByTestId('own-password-again').fill('four words of my own');
    await page.getByTestId('own-password-submit').click();
    await isLive(page);
  });
});
