import type { Page } from 'playwright-core';

/** By the keyboard alone: the line takes the focus, says what Enter will do, and is empty once it is done. */
export async function command(console: Page, line: string): Promise<void> {
  await write(console, line);
  await console.locator('[data-testid="command-says"][data-state="ready"]').waitFor();
  await console.keyboard.press('Enter');
  await console.locator('[data-testid="command-says"][data-state="done"]').waitFor();
  await console.keyboard.press('Escape');
}

/** Enter does nothing to a line that is wrong: it stays and says why. */
export async function commandIsWrong(console: Page, line: string, why: string): Promise<void> {
  await write(console, line);
  await console.keyboard.press('Enter');
  await console.locator('[data-testid="command-says"][data-state="wrong"]').filter({ hasText: why }).waitFor();
  if ((await console.getByTestId('command-line').inputValue()) !== line) throw new Error('The line did not stay.');
  await console.keyboard.press('Escape');
  await console.keyboard.press('Escape');
}

/** What asks for a reason, by its key: the field has the focus when the dialog opens, and Enter does it. */
export async function reasonByKey(console: Page, key: string, dialog: string, reason: string): Promise<void> {
  await console.keyboard.press(key);
  await console.getByTestId(`${dialog}-reason`).waitFor();
  await console.keyboard.insertText(reason);
  await console.keyboard.press('Enter');
  await console.getByTestId(`dialog-${dialog}`).waitFor({ state: 'hidden' });
}

/** The incident that is open. */
export async function cancelByKey(console: Page, reason: string): Promise<void> {
  await reasonByKey(console, 'x', 'cancel', reason);
  await console.getByTestId('incident').locator('.phase[data-phase="cancelled"]').waitFor();
}

/** An alarm outlives its incident: it goes when somebody has seen it, and not before. */
export async function acknowledgeAll(console: Page): Promise<void> {
  while ((await console.getByTestId('alarm-line').count()) > 0) {
    await command(console, '/ack');
  }
  await console.getByTestId('alarm-line').waitFor({ state: 'hidden' });
}

async function write(console: Page, line: string): Promise<void> {
  await console.keyboard.press('/');
  // At once: key by key a loaded machine takes half a minute for one journey's lines.
  await console.keyboard.insertText(line);
}

export async function openIncidentOf(console: Page): Promise<string> {
  return (await console.getByTestId('incident').locator('.incident-number').textContent()) ?? '';
}

/** What a console shows, without what ticks: rows, units, response and timeline. */
export async function showsOf(console: Page): Promise<string> {
  return await console.evaluate(() => {
    const texts = (selector: string): string[] =>
      [...document.querySelectorAll<HTMLElement>(selector)].map((element) => element.textContent ?? '');
    const data = (selector: string): string[] =>
      [...document.querySelectorAll<HTMLElement>(selector)].map((element) => JSON.stringify(element.dataset));
    return JSON.stringify({
      queue: [data('[data-testid="queue-row"]'), texts('[data-testid="queue-row"] .phase'), texts('[data-testid="queue-missing"]')],
      units: [data('[data-testid="unit-row"]'), texts('.unit-status')],
      response: data('[data-testid="crew"]'),
      timeline: texts('[data-testid="timeline-entry"]'),
    });
  });
}
