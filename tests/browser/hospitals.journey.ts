import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { command, commandIsWrong } from './support/console';
import { goOnShift, isAvailableOnConsole, queueRow, raiseEmergency } from './support/emergency';
import { useTelehealth } from './support/journey';
import { places } from './support/people';
import { waitUntil } from './support/waiting';

/** The system of one hospital: it takes what it is told, and remembers it. */
class HospitalSystem {
  readonly told: string[] = [];
  private server: Server | undefined;

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      let body = '';
      request
        .on('data', (part) => {
          body += String(part);
        })
        .on('end', () => {
          const { kind, hospitalCode } = JSON.parse(body) as { kind: string; hospitalCode: string };
          this.told.push(`${hospitalCode} ${kind}`);
          response.writeHead(hospitalCode === 'mute' ? 503 : 204).end();
        });
    });
    await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
  }

  stop(): void {
    this.server?.close();
  }

  /** Three hospitals, each farther from the caller than the one before. The second one's system is out of order. */
  settings(): Record<string, string> {
    const { port } = this.server?.address() as AddressInfo;
    const entries = ['near', 'mute', 'far'].map((code, at) => ({
      Code: code,
      Name: `${code[0]?.toUpperCase() ?? ''}${code.slice(1)} Hospital`,
      Latitude: 48.402 + at * 0.012,
      Longitude: 9.604,
      Telephone: `0731 555 00${at}`,
      PreAlertUrl: `http://127.0.0.1:${port}/`,
      Capabilities: 'EmergencyDepartment, Trauma, Stroke, Cardiac, Paediatric',
    }));
    const list = entries.flatMap((entry, at) =>
      Object.entries(entry).map(([name, value]) => [`Hospitals__List__${at}__${name}`, String(value)]),
    );
    return {
      ...Object.fromEntries(list),
      Hospitals__PreAlertSecret: 'a secret that is long enough for the journey',
      Hospitals__PreAlertTries: '1',
      Dispatching__AnswerWithin: '00:01:00',
    };
  }
}

describe('The console', () => {
  const system = new HospitalSystem();
  beforeAll(() => system.start());
  afterAll(() => system.stop());
  const { devices } = useTelehealth('hospitals', () => system.settings());

  const crewHospital = (console: Page, name: string) => console.getByTestId('crew-hospital').filter({ hasText: name });
  const hospital = (console: Page, code: string, state: string) =>
    console.locator(`[data-testid="hospital"][data-code="${code}"][data-state="${state}"]`);

  async function accessibleAtBothSizes(console: Page, what: string): Promise<void> {
    const desk = console.viewportSize() ?? { width: 1280, height: 800 };
    expect(await seriousFindings(console), what).toEqual([]);
    await console.setViewportSize({ width: 390, height: 844 });
    expect(await seriousFindings(console), `${what} on a phone`).toEqual([]);
    await console.setViewportSize(desk);
  }

  /** Which of the crews has the offer that the open incident shows. */
  async function offered(console: Page, crews: Readonly<Record<string, Page>>): Promise<{ sign: string; crew: Page }> {
    const sign = (await console.locator('[data-testid="crew"][data-status="offered"]').getAttribute('data-unit')) ?? '';
    const crew = crews[sign];
    if (crew === undefined) throw new Error(`No crew is ${sign}.`);
    return { sign, crew };
  }

  it('posts idle crews, chooses a hospital that is open, knows whether it was told, and sees what the crew photographed', async () => {
    const console = await devices().signIn('hana');
    const crews = {
      A11: await goOnShift(devices(), 'erik', 'A11', places.farFromCaller),
      A12: await goOnShift(devices(), 'farah', 'A12', places.farFromCaller),
    };
    await isAvailableOnConsole(console, 'A11');
    await isAvailableOnConsole(console, 'A12');

    // Two crews in one corner of the city: one of them would reach more from elsewhere. Its button has the focus.
    await console.keyboard.press('Shift+P');
    const move = console.getByTestId('post-move').first();
    await move.waitFor();
    const [posted, post] = [(await move.getAttribute('data-unit')) ?? '', (await move.getAttribute('data-post')) ?? ''];
    await accessibleAtBothSizes(console, 'posts');
    await console.keyboard.press('Enter');
    await console.locator(`[data-testid="post"][data-post="${post}"]`).filter({ hasText: posted }).waitFor();
    await console.keyboard.press('Escape');
    await console
      .locator(`[data-testid="unit-row"][data-unit="${posted}"]`)
      .filter({ hasText: `to wait at ${post}` })
      .waitFor();

    await console.keyboard.press('Shift+H');
    await hospital(console, 'far', 'open').waitFor();
    await console.getByTestId('hospital-change-near').press('Enter');
    await console.getByTestId('hospital-state-divert').check();
    await console.getByTestId('hospital-reason').fill('No beds left');
    await console.getByTestId('hospital-length').selectOption('2');
    await accessibleAtBothSizes(console, 'hospitals');
    await console.getByTestId('hospital-reason').press('Enter');
    await hospital(console, 'near', 'divert').filter({ hasText: 'No beds left. Until' }).waitFor();
    await console.keyboard.press('Escape');

    await raiseEmergency(devices(), 'ana', 'Short of breath');
    await queueRow(console, 'offered').click();
    const { sign, crew } = await offered(console, crews);
    await crew.getByTestId('offer-accept').click();
    await console.locator(`[data-testid="crew"][data-unit="${sign}"][data-status="accepted"]`).waitFor();
    await console.keyboard.press('c');
    await console
      .locator('[data-testid="hospital-left-out"][data-code="near"][data-reason="hospital.on_divert"]')
      .filter({ hasText: 'No beds left' })
      .waitFor();
    await accessibleAtBothSizes(console, 'choice of a hospital');
    // A key closes the dialog and nothing behind it, wherever the focus is.
    await console.evaluate(() => (document.activeElement as HTMLElement).blur());
    await console.keyboard.press('Escape');
    await console.getByTestId('dialog-hospital').waitFor({ state: 'hidden' });
    await console.keyboard.press('c');
    await console.getByRole('button', { name: 'Choose Far Hospital' }).click();
    await crewHospital(console, 'Far Hospital').locator('[data-outcome="told"]').waitFor();
    await crew.getByTestId('hospital').filter({ hasText: 'Far Hospital' }).waitFor();

    // The system of the next one is out of order: a person is told to ring there, and the first one that nobody comes.
    await command(console, `/to ${sign} mute`);
    await crewHospital(console, 'Mute Hospital').filter({ hasText: 'could not be told: ring them, 0731 555 001' }).waitFor();
    await crew.getByTestId('hospital').filter({ hasText: 'Mute Hospital' }).waitFor();
    await crewHospital(console, 'Mute Hospital').getByTestId('hospital-rung').click();
    await crewHospital(console, 'Mute Hospital').filter({ hasText: 'told by telephone by Hana Novak' }).waitFor();
    await waitUntil('the first hospital knows that nobody comes', 30_000, () => system.told.includes('far notComing'));
    await command(console, '/hs near closed flooded');
    await commandIsWrong(console, `/to ${sign} near`, 'Near Hospital is closed: flooded');

    await crew.getByTestId('photo-file').setInputFiles({ name: 'scene.png', mimeType: 'image/png', buffer: await crew.screenshot() });
    await console
      .getByTestId('timeline-entry')
      .filter({ hasText: `${sign} took picture 1.` })
      .getByRole('img', { name: `${sign}, picture 1, taken by` })
      .waitFor();
    expect(await seriousFindings(console), 'incident').toEqual([]);
    await accessibleAtBothSizes(console, 'incident with a hospital that was rung');
    await console.keyboard.press('z');
    await console.keyboard.press('Enter');
    const large = console.getByTestId('picture-large');
    await waitUntil('the picture is there', 30_000, async () => await large.evaluate((image: HTMLImageElement) => image.naturalWidth > 0));
    await accessibleAtBothSizes(console, 'picture');
    await console.keyboard.press('Escape');

    await console.locator(`[data-testid="unit-row"][data-unit="${sign}"]`).click();
    await console.keyboard.press('Shift+F');
    await console.getByTestId('fixes-used').filter({ hasText: /[1-9]/ }).waitFor();
    await accessibleAtBothSizes(console, 'positions');
    await console.keyboard.press('Escape');
  });
});
