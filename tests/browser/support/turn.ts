import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, createHmac, randomBytes, X509Certificate } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { selectedCandidates, type Glass, type Preparable, type Preparation } from './media';
import { freeTcpPort, resultsFolder } from './server';
import { waitUntil } from './waiting';

const configuration = resolve(import.meta.dirname, '../../../deploy/coturn/turnserver.conf');

export interface TurnCredential {
  username: string;
  credential: string;
}

export type TurnTransport = 'udp' | 'tcp' | 'tls';

/** Debian's coturn with the configuration that is shipped, reached on this machine only, and allowed to relay to it. */
export class TurnServer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly secret: string,
    private readonly port: number,
    private readonly tlsPort: number,
  ) {}

  static async start(): Promise<TurnServer> {
    const folder = mkdtempSync(join(tmpdir(), 'telehealth-turn-'));
    const [port, tlsPort] = [await freeTcpPort(), await freeTcpPort()];
    const secret = randomBytes(24).toString('hex');
    const certificate = makeCertificate(folder);
    mkdirSync(resultsFolder, { recursive: true });
    const log = openSync(join(resultsFolder, 'turn.log'), 'a');
    const child = spawn(
      'turnserver',
      [
        '-c',
        configuration,
        `--static-auth-secret=${secret}`,
        '--listening-ip=127.0.0.1',
        '--relay-ip=127.0.0.1',
        `--listening-port=${port}`,
        `--tls-listening-port=${tlsPort}`,
        `--cert=${certificate.file}`,
        `--pkey=${certificate.keyFile}`,
        '--allowed-peer-ip=127.0.0.1',
        '--allow-loopback-peers',
        `--userdb=${join(folder, 'users')}`,
        `--pidfile=${join(folder, 'pid')}`,
      ],
      { cwd: folder, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    const server = new TurnServer(child, folder, secret, port, tlsPort);
    await waitUntil('the TURN server listens', 20_000, async () => {
      if (child.exitCode !== null) throw new Error(`turnserver ended by itself with ${child.exitCode}; see turn.log`);
      return (await listens(port)) && (await listens(tlsPort));
    });
    return server;
  }

  url(transport: TurnTransport): string {
    return transport === 'tls' ? `turns:localhost:${this.tlsPort}?transport=tcp` : `turn:127.0.0.1:${this.port}?transport=${transport}`;
  }

  /** What our server is told, so that it issues credentials for all three ways. */
  settings(): Record<string, string> {
    return {
      Consults__IceServers__0: this.url('udp'),
      Consults__IceServers__1: this.url('tcp'),
      Consults__IceServers__2: this.url('tls'),
      Consults__TurnSecret: this.secret,
    };
  }

  /** As our server makes it. */
  credential(goodUntil: number): TurnCredential {
    const username = `${Math.floor(goodUntil / 1000)}:somebody`;
    return { username, credential: createHmac('sha1', this.secret).update(username).digest('base64') };
  }

  /** Makes Chromium trust this server's certificate and no other that nobody signed. */
  browserSwitches(): string[] {
    const key = this.certificate().publicKey.export({ type: 'spki', format: 'der' });
    return [`--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`];
  }

  /** The same for Firefox: a line of its `cert_override.txt`, which names a place, SHA-256 and the fingerprint. */
  firefoxTrust(): string[] {
    return [`localhost:${this.tlsPort}:\tOID.2.16.840.1.101.3.4.2.1\t${this.certificate().fingerprint256}\t`];
  }

  private certificate(): X509Certificate {
    return new X509Certificate(readFileSync(join(this.folder, 'certificate.pem')));
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = new Promise<void>((done) => this.process.once('exit', () => done()));
      this.process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Gives a file of journeys one TURN server. Stands before `useTelehealth`, whose server is told of it. */
export function useTurnServer(): () => TurnServer {
  let server: TurnServer;
  beforeAll(async () => {
    server = await TurnServer.start();
  });
  afterAll(async () => {
    await server?.stop();
  });
  return () => server;
}

/** From now on the page's connections use nothing but this TURN server, as behind a firewall that lets nothing else through. */
export async function reachOnlyBy(page: Preparable, turnUrl: string): Promise<Preparation> {
  return await page.addInitScript((url) => {
    const Original = globalThis.RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        const servers = (configuration?.iceServers ?? []).filter((one) => [one.urls].flat().includes(url));
        super({ ...configuration, iceTransportPolicy: 'relay', iceServers: servers.map((one) => ({ ...one, urls: url })) });
      }
    };
  }, turnUrl);
}

/** How the browser's media travels: for each connection that is up, the local candidate's type and its way to the TURN server or relay. */
export async function mediaPaths(page: Glass): Promise<string[]> {
  return (await selectedCandidates(page)).map(({ local }) => `${local.candidateType} ${local.relayProtocol ?? local.protocol}`);
}

/** Whether the TURN server gives the holder of this credential an address. */
export async function isLetIn(page: Page, urls: string, credential: TurnCredential): Promise<boolean> {
  return await page.evaluate(
    async (server) => {
      const peer = new RTCPeerConnection({ iceTransportPolicy: 'relay', iceServers: [server] });
      peer.createDataChannel('any');
      // A null candidate is the end: by then there was one, or there is none.
      const first = new Promise<boolean>((done) =>
        peer.addEventListener('icecandidate', ({ candidate }) => done((candidate?.candidate ?? '') !== '')),
      );
      await peer.setLocalDescription();
      const isIn = await first;
      peer.close();
      return isIn;
    },
    { urls, ...credential },
  );
}

function makeCertificate(folder: string): { file: string; keyFile: string } {
  const made = { file: join(folder, 'certificate.pem'), keyFile: join(folder, 'key.pem') };
  const { status, stderr } = spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=turn',
    '-addext',
    'subjectAltName=DNS:localhost',
    '-keyout',
    made.keyFile,
    '-out',
    made.file,
  ]);
  if (status !== 0) throw new Error(`openssl made no certificate: ${String(stderr)}`);
  return made;
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
