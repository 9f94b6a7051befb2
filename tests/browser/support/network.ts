import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Preparable, Preparation } from './media';
import { freeUdpPort, repository, resultsFolder } from './server';

/** What happens to datagrams, by the impairment program's names: `loss` in percent, `rate` such as `300k`, `down-rate`, `up-loss` … */
export type Conditions = Record<string, string | number>;

/** All UDP between browsers and one relay passes here, badly on demand. Browsers know this port alone, whatever becomes of the network. */
export class BadNetwork {
  private process: ChildProcess | null = null;
  private readonly log: WriteStream;

  private constructor(
    private readonly port: number,
    private readonly relayPort: number,
  ) {
    mkdirSync(resultsFolder, { recursive: true });
    this.log = createWriteStream(join(resultsFolder, 'network.log'), { flags: 'a' });
  }

  static async start(conditions: Conditions = {}): Promise<BadNetwork> {
    const network = new BadNetwork(await freeUdpPort(), await freeUdpPort());
    await network.become(conditions);
    return network;
  }

  /** The relay that is told of this network is reached through it, and by UDP alone. */
  settings(): Record<string, string> {
    return {
      Media__Port: String(this.relayPort),
      Media__TcpPort: '-1',
      // One way stands for one port.
      Media__Threads: '1',
      Media__AdvertisedAddresses__0: `127.0.0.1:${this.port}`,
    };
  }

  /** From now on it is like this. Each browser reaches the relay from another port than before, as after a new lease of an address. */
  async become(conditions: Conditions): Promise<void> {
    await this.breakDown();
    const program = join(repository, 'tests/Telehealth.Impairment/bin/Release/net10.0/Telehealth.Impairment.dll');
    if (!existsSync(program)) throw new Error('The impairment program has not been built: run ./test, or dotnet build -c Release.');
    const options = Object.entries(conditions).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn('dotnet', [program, '--listen', `127.0.0.1:${this.port}`, '--to', `127.0.0.1:${this.relayPort}`, ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    this.log.write(`${options.join(' ')}\n`);
    child.stderr.pipe(this.log, { end: false });
    await new Promise<void>((done, fail) => {
      child.once('exit', (code) => fail(new Error(`The impairment program ended by itself with ${code}; see network.log`)));
      child.stdout.on('data', (text: Buffer) => {
        this.log.write(text);
        if (String(text).includes('listening')) done();
      });
    });
  }

  /** Nothing passes any more. */
  async breakDown(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    child.kill('SIGTERM');
    await ended;
  }

  async stop(): Promise<void> {
    await this.breakDown();
    this.log.end();
  }
}

/** Gives a file of journeys one network. Stands before `useTelehealth`, whose server is told of it. */
export function useBadNetwork(): () => BadNetwork {
  let network: BadNetwork;
  beforeAll(async () => {
    network = await BadNetwork.start();
  });
  afterAll(async () => {
    await network?.stop();
  });
  return () => network;
}

/** From now on the relay's UDP addresses that the page hears of lead to a port where nobody answers, as behind a firewall. */
export async function blockUdp(page: Preparable): Promise<Preparation> {
  return await page.addInitScript(() => {
    const original = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit): Promise<void> {
      const sdp = (description.sdp ?? '').replace(/^(a=candidate:\S+ \d+ udp \d+ \S+) \d+/gim, '$1 9');
      return Reflect.apply(original, this, [{ type: description.type, sdp }]) as Promise<void>;
    };
  });
}
