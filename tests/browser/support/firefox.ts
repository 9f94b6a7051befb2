import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync, type WriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach } from 'vitest';
import { watchPeerConnections, type Glass, type Preparable, type Preparation } from './media';
import { password, people, type PersonName } from './people';
import { pictureName, resultsFolder } from './server';
import { TextSocket } from './webSocket';
import { waitUntil } from './waiting';

const preferences: Record<string, boolean | number | string> = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  // Without these no candidate on 127.0.0.1 is used, or only one whose name nobody here can resolve.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  // A driven browser asks nobody for news, updates or codecs.
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
};

interface Answer {
  id?: number;
  type: string;
  result?: unknown;
  message?: string;
}

interface Evaluated {
  type: 'success' | 'exception';
  result?: { value?: string };
  exceptionDetails?: { text: string };
}

/** One window of a Firefox that is installed here, driven by WebDriver BiDi: a browser with an engine and a media stack of its own. */
export class FirefoxPage implements Glass, Preparable {
  private readonly asked = new Map<number, { done: (result: unknown) => void; fail: (error: Error) => void }>();
  private socket: TextSocket | null = null;
  private context = '';
  private last = 0;
  private address = '';

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
    private readonly baseUrl: string,
  ) {}

  /** @param trust lines for the list of certificates that are trusted though nobody signed them. */
  static async open(baseUrl: string, trust: readonly string[] = []): Promise<FirefoxPage> {
    const profile = mkdtempSync(join(tmpdir(), 'telehealth-firefox-'));
    equip(profile, baseUrl, trust);
    mkdirSync(resultsFolder, { recursive: true });
    const log = createWriteStream(join(resultsFolder, 'firefox.log'), { flags: 'a' });
    const program = process.env['FIREFOX'] || 'firefox-esr';
    const child = spawn(program, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'], {
      cwd: profile,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const page = new FirefoxPage(child, profile, baseUrl);
    try {
      await page.begin(await portOf(child, log));
    } catch (error) {
      await page.close();
      throw error;
    }
    return page;
  }

  async goto(path: string): Promise<void> {
    await this.ask('browsingContext.navigate', { context: this.context, url: new URL(path, this.baseUrl).href, wait: 'complete' });
    await this.evaluate(() => location.href);
  }

  async reload(): Promise<void> {
    await this.ask('browsingContext.reload', { context: this.context, wait: 'complete' });
  }

  url(): string {
    return this.address;
  }

  /** It runs after what was added before. */
  async addInitScript(script: (given: string) => void, given = ''): Promise<Preparation> {
    const functionDeclaration = `() => (${script.toString()})(${JSON.stringify(given)})`;
    const added = (await this.ask('script.addPreloadScript', { functionDeclaration })) as { script: string };
    return { dispose: async () => void (await this.ask('script.removePreloadScript', added)) };
  }

  async setViewportSize(viewport: { width: number; height: number }): Promise<void> {
    await this.ask('browsingContext.setViewport', { context: this.context, viewport });
  }

  /** What the window shows now, as a PNG. */
  async screenshot(path: string): Promise<void> {
    const { data } = (await this.ask('browsingContext.captureScreenshot', { context: this.context })) as { data: string };
    writeFileSync(path, Buffer.from(data, 'base64'));
  }

  async evaluate<T, A extends string | undefined = undefined>(look: (given: A) => T | Promise<T>, given?: A): Promise<T> {
    const functionDeclaration = `async () => JSON.stringify([location.href, await (${look.toString()})(${JSON.stringify(given)})])`;
    // What is done here counts as done by the person in front of the screen: some of it, such as showing a screen, needs one.
    const answer = (await this.ask('script.callFunction', {
      functionDeclaration,
      awaitPromise: true,
      userActivation: true,
      target: { context: this.context },
    })) as Evaluated;
    if (answer.type !== 'success') throw new Error(`In Firefox: ${answer.exceptionDetails?.text}`);
    const [address, value] = JSON.parse(answer.result?.value ?? '["", null]') as [string, T];
    this.address = address;
    return value;
  }

  async waitFor(testId: string): Promise<void> {
    await waitUntil(`Firefox shows ${testId}`, 30_000, () =>
      this.evaluate((id) => document.querySelector(`[data-testid="${id}"]`) !== null, testId),
    );
  }

  async click(testId: string): Promise<void> {
    await waitUntil(`${testId} can be clicked in Firefox`, 30_000, () =>
      this.evaluate((id) => {
        const element = document.querySelector<HTMLButtonElement>(`[data-testid="${id}"]`);
        if (element === null || element.disabled) return false;
        element.click();
        return true;
      }, testId),
    );
  }

  async fill(testId: string, text: string): Promise<void> {
    await this.waitFor(testId);
    await this.evaluate(
      (given) => {
        const [id, value] = JSON.parse(given) as [string, string];
        const field = document.querySelector<HTMLInputElement>(`[data-testid="${id}"]`);
        if (field === null) throw new Error(`There is no ${id}.`);
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      },
      JSON.stringify([testId, text]),
    );
  }

  async signIn(name: PersonName): Promise<void> {
    await this.goto('/');
    await this.fill('sign-in-email', people[name].email);
    await this.fill('sign-in-password', password);
    await this.click('sign-in-submit');
    await waitUntil(`${name} is at home`, 30_000, async () => (await this.evaluate(() => location.pathname)).startsWith(people[name].home));
  }

  async close(): Promise<void> {
    this.socket?.close();
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise<void>((done) => this.process.once('exit', () => done()));
      this.process.kill('SIGTERM');
      const impatience = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(impatience);
    }
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async begin(port: number): Promise<void> {
    this.socket = await TextSocket.open('127.0.0.1', port, '/session', (text) => this.hear(JSON.parse(text) as Answer));
    await this.ask('session.new', { capabilities: {} });
    await this.addInitScript(watchPeerConnections);
    const { contexts } = (await this.ask('browsingContext.getTree', {})) as { contexts: { context: string }[] };
    this.context = contexts[0]?.context ?? '';
  }

  private ask(method: string, params: object): Promise<unknown> {
    const id = ++this.last;
    return new Promise((done, fail) => {
      this.asked.set(id, { done, fail });
      this.socket?.send(JSON.stringify({ id, method, params }));
    });
  }

  private hear(answer: Answer): void {
    const asked = this.asked.get(answer.id ?? -1);
    if (asked === undefined) return;
    this.asked.delete(answer.id ?? -1);
    if (answer.type === 'success') asked.done(answer.result);
    else asked.fail(new Error(`Firefox: ${answer.message}`));
  }
}

/** The preferences, and the leave to use camera and microphone: without it no address but the one of the default route is a candidate. */
function equip(profile: string, origin: string, trust: readonly string[]): void {
  writeFileSync(join(profile, 'cert_override.txt'), trust.map((line) => `${line}\n`).join(''));
  const permissions = join(profile, 'permissions');
  writeFileSync(permissions, ['camera', 'microphone'].map((device) => `origin\t${device}\t1\t${origin}\n`).join(''));
  const all = { ...preferences, 'permissions.manager.defaultsUrl': pathToFileURL(permissions).href };
  writeFileSync(
    join(profile, 'user.js'),
    Object.entries(all)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
}

/** Firefox takes any free port and says on its error output which one. */
function portOf(child: ChildProcess, log: WriteStream): Promise<number> {
  return new Promise((done, fail) => {
    let said = '';
    const impatience = setTimeout(() => fail(new Error('Firefox did not say where it listens within a minute; see firefox.log')), 60_000);
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`Firefox ended by itself with ${code}; see firefox.log`)));
    child.stdout?.pipe(log, { end: false });
    child.stderr?.on('data', (data: Buffer) => {
      log.write(data);
      said += String(data);
      const port = /WebDriver BiDi listening on ws:\/\/[^:]+:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(impatience);
      done(Number(port));
    });
  });
}

/** Gives each journey that asks for it a Firefox of its own. Stands behind `useTelehealth`, whose server it opens. */
export function useFirefox(baseUrl: () => string, trust: () => string[] = () => []): () => Promise<FirefoxPage> {
  let page: FirefoxPage | null = null;
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      await page?.screenshot(join(resultsFolder, pictureName(task.name, 'firefox'))).catch(() => undefined);
    await page?.close();
    page = null;
  });
  return async () => (page = await FirefoxPage.open(baseUrl(), trust()));
}
