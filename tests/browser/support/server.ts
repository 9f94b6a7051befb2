import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, type WriteStream } from 'node:fs';
import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { waitUntil } from './waiting';

export const repository = resolve(import.meta.dirname, '../../..');
export const resultsFolder = join(repository, 'TestResults', 'journeys');
export const pictureName = (journey: string, page: string): string => `${journey.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}-${page}.png`;

/** One server of its own: data folder, database and ports. Can be killed the hard way and started again in the same place. */
export class ServerProcess {
  readonly url: string;
  private process: ChildProcess | null = null;
  private readonly log: WriteStream;

  private constructor(
    name: string,
    private readonly folder: string,
    port: number,
    private readonly mediaPort: number,
    private readonly settings: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    mkdirSync(resultsFolder, { recursive: true });
    this.log = createWriteStream(join(resultsFolder, `${name}-server.log`), { flags: 'a' });
  }

  /** @param settings More of what the server reads, such as `Dispatching__AnswerWithin`. */
  static async start(name: string, settings: Record<string, string> = {}): Promise<ServerProcess> {
    const folder = mkdtempSync(join(tmpdir(), `telehealth-${name}-`));
    // PostgreSQL runs as an unprivileged user when the tests run as root, and must reach its folder.
    chmodSync(folder, 0o755);
    // The relay takes its number for TCP too, of which connections of others hold many more than of UDP.
    const server = new ServerProcess(name, folder, await freeTcpPort(), await freeTcpPort(), settings);
    await server.restart();
    return server;
  }

  async restart(): Promise<void> {
    const binary = join(repository, 'src/Telehealth.Server/bin/Release/net10.0/Telehealth.Server.dll');
    if (!existsSync(binary)) throw new Error('The server has not been built: run ./test, or dotnet build -c Release.');
    const child = spawn('dotnet', [binary], {
      cwd: this.folder,
      env: { ...process.env, ...this.environment() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(this.log, { end: false });
    child.stderr.pipe(this.log, { end: false });
    this.process = child;
    await waitUntil('the server is ready', 90_000, async () => {
      if (child.exitCode !== null) throw new Error(`The server ended by itself with ${child.exitCode}; see ${String(this.log.path)}`);
      return await answers(`${this.url}/health/ready`);
    });
  }

  /** As when the machine loses power: nothing is flushed, nobody is told. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    this.stopOrphanedDatabase();
    this.log.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill(signal);
    const impatience = setTimeout(() => child.kill('SIGKILL'), 40_000);
    await ended;
    clearTimeout(impatience);
  }

  /** After a SIGKILL that no start followed, the server's database is still there. */
  private stopOrphanedDatabase(): void {
    const pidFile = join(this.folder, 'postgres', 'cluster', 'postmaster.pid');
    if (!existsSync(pidFile)) return;
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    try {
      if (pid > 1) process.kill(pid, 'SIGINT');
    } catch {
      // It has ended meanwhile.
    }
  }

  private environment(): Record<string, string> {
    return {
      ASPNETCORE_ENVIRONMENT: 'Production',
      ASPNETCORE_URLS: this.url,
      ASPNETCORE_WEBROOT: join(repository, 'src/Telehealth.Web/dist'),
      Demo__Enabled: 'true',
      Demo__CityLife: 'false',
      Postgres__DataFolder: join(this.folder, 'postgres'),
      Media__BindAddress: '127.0.0.1',
      Media__Port: String(this.mediaPort),
      Media__AdvertisedAddresses__0: '127.0.0.1',
      // Journeys leave crews behind whose pages are closed; only the one about them wants to hear of it.
      Dispatching__SilentAfter: '00:30:00',
      Access__SignInsPerMinute: '10000',
      Access__StrangeSignInsPerMinute: '10000',
      ...this.settings,
    };
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

export function freeTcpPort(): Promise<number> {
  return new Promise((done, fail) => {
    const listener = createServer().once('error', fail);
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      listener.close(() => done(port));
    });
  });
}

export function freeUdpPort(): Promise<number> {
  return new Promise((done, fail) => {
    const socket = createSocket('udp4').once('error', fail);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });
}
