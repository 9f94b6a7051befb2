import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { password, people, type PersonName, type Position } from './people';
import { pictureName, resultsFolder } from './server';
import { watchPeerConnections } from './media';

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

/** For journeys with many pages and maps: without what only moves, a slow machine has less to draw. */
export const still = ['--force-prefers-reduced-motion'];

/** One Chromium with a made-up camera and microphone; every participant has a context, as if on a device of their own. */
export class Devices {
  private readonly pages = new Map<string, Page>();
  private readonly walks: NodeJS.Timeout[] = [];
  private preparation: (page: Page) => Promise<unknown> = async () => {};

  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  static async open(url: string, switches: readonly string[] = []): Promise<Devices> {
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium',
      chromiumSandbox: false,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        // Without it no candidate on 127.0.0.1 is used.
        '--allow-loopback-in-peer-connection',
        '--autoplay-policy=no-user-gesture-required',
        '--disable-background-networking',
        '--disable-background-timer-throttling',
        '--disable-renderer-backgrounding',
        '--disable-backgrounding-occluded-windows',
        '--disable-component-update',
        '--disable-sync',
        ...switches,
      ],
    });
    return new Devices(browser, url);
  }

  async close(): Promise<void> {
    await this.putAway();
    await this.browser.close();
  }

  /** Done to every device that is taken out in this journey, before it opens its first page. */
  prepare(preparation: (page: Page) => Promise<unknown>): void {
    this.preparation = preparation;
  }

  /** Closes every device, so that the next journey begins with none. */
  async putAway(): Promise<void> {
    for (const walk of this.walks.splice(0)) clearInterval(walk);
    for (const page of this.pages.values()) await page.context().close();
    this.pages.clear();
    this.preparation = async () => {};
  }

  /** A device of its own for somebody who has not signed in. */
  async page(name: string, options: { size?: 'desk' | 'phone'; at?: Position } = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: options.size === 'phone' ? phone : desk,
      permissions: ['camera', 'microphone', 'geolocation', 'clipboard-read', 'clipboard-write'],
      ...(options.at ? { geolocation: { ...options.at, accuracy: 8 } } : {}),
    });
    context.setDefaultTimeout(30_000);
    await context.addInitScript(watchPeerConnections);
    const page = await context.newPage();
    this.pages.set(name, page);
    await this.preparation(page);
    return page;
  }

  async signIn(name: PersonName, options: { size?: 'desk' | 'phone'; at?: Position } = {}): Promise<Page> {
    const page = await this.page(name, options);
    await this.signInOn(page, name);
    return page;
  }

  async signInOn(page: Page, name: PersonName): Promise<void> {
    await page.goto('/');
    await page.getByTestId('sign-in-email').fill(people[name].email);
    await page.getByTestId('sign-in-password').fill(password);
    await page.getByTestId('sign-in-submit').click();
    await page.waitForURL((url) => url.pathname.startsWith(people[name].home));
  }

  /** Signed in by the request that the form sends, and straight to the own pages: for journeys that are about something else. */
  async enter(name: PersonName, options: { size?: 'desk' | 'phone'; at?: Position } = {}): Promise<Page> {
    const page = await this.page(name, options);
    await this.enterOn(page, name);
    return page;
  }

  async enterOn(page: Page, name: PersonName): Promise<void> {
    const answer = await page.request.post('/api/access/sign-in', {
      data: { email: people[name].email, password },
      headers: { 'X-Telehealth': '1', Origin: this.url },
    });
    if (!answer.ok()) throw new Error(`${name} could not sign in: ${answer.status()} ${await answer.text()}`);
    await page.goto(people[name].home);
  }

  /**
   * A device on the move reports again and again, as a crew’s phone does: a
   * few metres to and fro around a place. Each fix is drawn on every open map.
   */
  keepMoving(context: BrowserContext, around: Position): void {
    let step = 0;
    const walk = setInterval(() => {
      step += 1;
      const sway = (step % 2) * 0.0001;
      context
        .setGeolocation({ latitude: around.latitude + sway, longitude: around.longitude, accuracy: 8 })
        .catch(() => clearInterval(walk));
    }, 5_000);
    this.walks.push(walk);
  }

  /** What every open page shows now, for whoever looks into why a journey failed. */
  async takePictures(journey: string): Promise<void> {
    mkdirSync(resultsFolder, { recursive: true });
    for (const [name, page] of this.pages)
      await page.screenshot({ path: join(resultsFolder, pictureName(journey, name)), timeout: 5_000 }).catch(() => undefined);
  }
}
