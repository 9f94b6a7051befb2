import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach } from 'vitest';
import { HubSocket } from './hubSocket';
import { password, people, type PersonName } from './people';
import { repository, resultsFolder } from './server';
import { waitUntil } from './waiting';

// Debian's own: the packages of another Python, first in the path, are others.
const python = '/usr/bin/python3';
const program = join(repository, 'tests/interop/aiortc_seat.py');

interface Card {
  id: string;
  phase: string;
}

interface IceServer {
  urls: string[];
  username: string | null;
  credential: string | null;
}

interface Decoded {
  frames: number;
  height: number;
  /** Between the darkest and the brightest of 16 by 12 fields of the newest frame, 0 to 255. */
  spread: number;
  /** The most that a field has changed since the last figures. */
  change: number;
  /** The loudest sample since the last figures, of 32,767. */
  loudest: number;
}

export interface AiortcReport {
  type: 'inbound-rtp' | 'outbound-rtp' | 'remote-inbound-rtp';
  kind: 'audio' | 'video';
  packetsReceived?: number;
  packetsSent?: number;
  packetsLost?: number;
  jitter?: number;
  roundTripTime?: number;
}

/** What aiortc tells of its connection each second. */
export interface AiortcFigures {
  state: string;
  /** Type of the selected local candidate, and by what the TURN server is reached. */
  path: [string, string | null] | null;
  /** Packets by codec, `rtx` for repetitions, and feedback messages: `nack`, `pli`, `remb`. */
  sent: Partial<Record<string, number>>;
  received: Partial<Record<string, number>>;
  seen: { audio: Decoded; video: Decoded };
  reports: AiortcReport[];
}

interface Said {
  offer?: string;
  sources?: unknown[];
  figures?: AiortcFigures;
}

export interface MediaWish {
  /** Of the own video. */
  codec?: 'video/VP8' | 'video/H264';
  /** One TURN address of those that the server issues, and then no other way. */
  only?: string;
}

/** A patient whose seat is taken by aiortc: this side speaks with the hub as the web pages do, the program in Python does media. */
export class AiortcPatient {
  figures: AiortcFigures | null = null;
  private consult: Card = { id: '', phase: '' };
  private media: ChildProcess | null = null;
  private slots = { audio: 0, video: 0 };
  private answerTo: ((said: Said) => void) | null = null;
  private negotiations: Promise<void> = Promise.resolve();
  private trouble: Error | null = null;

  private constructor(private readonly hub: HubSocket) {
    hub.on('ConsultChanged', (card: Card) => {
      if (card.id === this.consult.id) this.consult = card;
    });
    hub.on('MediaChanged', (_: string, audio: number, video: number) => this.hold(audio, video));
  }

  static async signIn(url: string, name: PersonName): Promise<AiortcPatient> {
    const headers = { 'Content-Type': 'application/json', 'X-Telehealth': '1', Origin: new URL(url).origin };
    const answer = await fetch(`${url}/api/access/sign-in`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ email: people[name].email, password }),
    });
    if (!answer.ok) throw new Error(`${name} could not sign in: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const patient = new AiortcPatient(await HubSocket.open(url, 'consult', cookie));
    // Who has asked for the list is told of changes.
    await patient.hub.call('MyConsults');
    return patient;
  }

  /** Waits in the waiting room from now on. */
  async ask(): Promise<void> {
    this.consult = await this.hub.call<Card>('Ask', { commandId: randomUUID(), reason: 'A cough that does not go away' });
  }

  /** Goes where the same person was before. */
  follow(earlier: AiortcPatient): void {
    this.consult = earlier.consult;
  }

  /** Takes the seat, once the clinician has begun. */
  async join({ codec = 'video/VP8', only }: MediaWish = {}): Promise<void> {
    await waitUntil('the consult has begun', 30_000, () => this.consult.phase === 'inProgress');
    const { iceServers } = await this.hub.call<{ iceServers: IceServer[] }>('Enter', this.consult.id, 0);
    await this.hub.call('ShowMedia', this.consult.id, { microphone: true, camera: true, screen: false });
    const server = iceServers.find((one) => only !== undefined && one.urls.includes(only));
    if (only !== undefined && server === undefined) throw new Error(`The server issued no credential for ${only}.`);
    this.start();
    this.tell({ open: { server: server === undefined ? null : { ...server, urls: only }, codec } });
    this.hold(0, 0);
  }

  /** Waits for figures that are so. */
  async tells(what: string, isSo: (figures: AiortcFigures) => boolean, withinMs = 60_000): Promise<AiortcFigures> {
    await waitUntil(`aiortc tells that ${what}`, withinMs, () => {
      if (this.trouble) throw this.trouble;
      return this.figures !== null && isSo(this.figures);
    }).catch((error: unknown) => {
      throw new Error(`${String(error)} Its last figures: ${JSON.stringify(this.figures)}`);
    });
    return this.figures as AiortcFigures;
  }

  /** Gives up the seat and says so. */
  async leave(): Promise<void> {
    await this.hub.call('Leave', this.consult.id);
    await this.close();
  }

  /** The program ends its connection cleanly; the hub sees only that the line is gone. */
  async close(): Promise<void> {
    this.hub.close();
    const child = this.media;
    this.media = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    child.stdin?.end();
    const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(impatience);
  }

  private start(): void {
    mkdirSync(resultsFolder, { recursive: true });
    const log = createWriteStream(join(resultsFolder, 'aiortc.log'), { flags: 'a' });
    const child = spawn(python, [program], { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stderr.pipe(log);
    child.stdin.on('error', () => undefined);
    child.once('exit', (code) => {
      if (this.media === child) this.trouble = new Error(`aiortc ended by itself with ${code}; see aiortc.log`);
    });
    createInterface(child.stdout).on('line', (line) => this.hear(JSON.parse(line) as Said));
    this.media = child;
  }

  /** One negotiation after the other: an offer belongs to its answer. */
  private hold(audio: number, video: number): void {
    this.slots = { audio: Math.max(audio, this.slots.audio), video: Math.max(video, this.slots.video) };
    if (this.media === null) return;
    this.negotiations = this.negotiations.then(() => this.negotiate()).catch((error: unknown) => void (this.trouble ??= error as Error));
  }

  private async negotiate(): Promise<void> {
    const { offer, sources } = await new Promise<Said>((done) => {
      this.answerTo = done;
      this.tell({ hold: this.slots });
    });
    const { sdp } = await this.hub.call<{ sdp: string }>('Negotiate', { consultId: this.consult.id, sdp: offer, sources });
    this.tell({ answer: sdp });
  }

  private hear(said: Said): void {
    if (said.figures) this.figures = said.figures;
    else if (said.offer !== undefined) this.answerTo?.(said);
  }

  private tell(message: object): void {
    this.media?.stdin?.write(`${JSON.stringify(message)}\n`);
  }
}

/**
 * Gives each journey patients in aiortc. Stands before `useTelehealth`: what
 * is set up first ends last, and pictures of a failure show them still there.
 */
export function useAiortc(baseUrl: () => string): (name: PersonName) => Promise<AiortcPatient> {
  const patients: AiortcPatient[] = [];
  afterEach(async () => {
    for (const patient of patients.splice(0)) await patient.close();
  });
  return async (name) => {
    const patient = await AiortcPatient.signIn(baseUrl(), name);
    patients.push(patient);
    return patient;
  };
}
