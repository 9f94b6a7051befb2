import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { IceServer, MediaAnswer, MidSource, MidTrack } from '../../../lib/contracts/consults';
import type { MediaSource } from '../../../lib/contracts/domain/consults';
import { backoffDelayMs, failed, type Outcome } from '../../../lib/realtime';
import { identityOf, isAnotherPeer } from './answerIdentity';
import { speaksOfLayers } from './encodings';
import type { LocalMedia } from './LocalMedia';
import { NegotiationQueue } from './NegotiationQueue';
import { OwnTracks } from './OwnTracks';
import { lookEveryMs, receivedBytes, SilenceWatch } from './SilenceWatch';

/** `interrupted`: it flowed and is being brought back; `failed`: the relay refuses, and says why. */
export type PathState = 'idle' | 'connecting' | 'connected' | 'interrupted' | 'failed';

export interface RemoteTrack {
  readonly participantId: string;
  readonly source: MediaSource;
  readonly stream: MediaStream;
  readonly receiver: RTCRtpReceiver;
  /** Since when this browser has waited for it, by `performance.now()`. */
  readonly since: number;
}

/** The way to the relay; the consult's room gives it over the hub. */
export interface MediaSignalling {
  negotiate(sdp: string, sources: MidSource[]): Promise<Outcome<MediaAnswer>>;
  candidate(text: string): void;
}

// A Wi-Fi roam heals by itself within two seconds; after that a restart is quicker than hope.
const healMs = 2500;
const restartMs = 8000;
const answerMs = 10_000;
const refusalsBeforeFailed = 4;
const sourceKinds = ['microphone', 'camera', 'screen'] as const;

const noAnswer = failed<MediaAnswer>('refused', 'media.no_answer', 'The relay did not answer in time.');

const inTime = (answer: Promise<Outcome<MediaAnswer>>): Promise<Outcome<MediaAnswer>> =>
  Promise.race([answer, new Promise<Outcome<MediaAnswer>>((resolve) => setTimeout(() => resolve(noAnswer), answerMs))]);

/** Owns the one peer connection of this participant. This side alone makes offers, so there is no glare. */
export class ConsultMedia {
  readonly #path = signal<PathState>('idle');
  readonly #remote = signal<ReadonlyMap<string, RemoteTrack>>(new Map());
  #pc: RTCPeerConnection | null = null;
  #queue: NegotiationQueue | null = null;
  #own: OwnTracks | null = null;
  #sends = true;
  #layered = true;
  readonly #wanted = new Map<MediaSource, number>();
  #slots = { audio: 0, video: 0 };
  #iceServers: RTCIceServer[] = [];
  #waitingCandidates: string[] | null = [];
  #undo: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  // Apart from the other: a path that stands does not mend an offer that was refused.
  #rebuildTimer: ReturnType<typeof setTimeout> | undefined;
  #restarted = false;
  #refusals = 0;
  #connectingSince = 0;
  #connectMs: number | null = null;
  #firstPictureMs: number | null = null;
  #connections = 0;
  readonly #silence = new SilenceWatch();
  #looking: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly signalling: MediaSignalling,
    private readonly local: LocalMedia,
  ) {}

  get path(): ReadonlySignal<PathState> {
    return this.#path;
  }

  /** By participant and source: see {@link remoteKey}. */
  get remote(): ReadonlySignal<ReadonlyMap<string, RemoteTrack>> {
    return this.#remote;
  }

  /** Which connection this is: each is measured anew. */
  get connection(): number {
    return this.#connections;
  }

  /** From the first offer of this connection until it stood; null before. */
  get connectMs(): number | null {
    return this.#connectMs;
  }

  /** How long the first frame of somebody else was waited for; null before. */
  get firstPictureMs(): number | null {
    return this.#firstPictureMs;
  }

  /** A remote track is seen for the first time. */
  sawPicture(track: RemoteTrack): void {
    this.#firstPictureMs ??= Math.round(performance.now() - track.since);
  }

  /** What the browser measures of the present connection; null without one, or when it ends meanwhile, which Firefox refuses. */
  async measure(): Promise<RTCStatsReport | null> {
    const connection = this.#pc;
    try {
      return (await connection?.getStats()) ?? null;
    } catch (refused) {
      if (connection === this.#pc) throw refused;
      return null;
    }
  }

  /** How many layers of an own track anybody watches: what nobody does is not encoded. */
  want(source: MediaSource, layers: number): void {
    this.#wanted.set(source, layers);
    this.#own?.settle();
  }

  /**
   * @param sends false for who only watches: the relay refuses what an observer would send.
   * @param anew the relay knows nothing of an earlier connection: one that is left is not gone on with.
   */
  open(iceServers: readonly IceServer[], sends = true, anew = false): void {
    this.#sends = sends;
    this.#iceServers = iceServers.map((one) => ({
      urls: one.urls,
      ...(one.username ? { username: one.username } : {}),
      ...(one.credential ? { credential: one.credential } : {}),
    }));
    if (this.#pc) {
      if (anew) this.#rebuild();
      else this.resume();
      return;
    }
    this.#connect();
    this.#looking = setInterval(() => void this.#look(), lookEveryMs);
    for (const source of sourceKinds) this.#undo.push(effect(() => this.#send(source, this.local[source].track.value)));
  }

  /** How many receive slots the room's tracks need; they are never taken away, only left unused. */
  hold(audio: number, video: number): void {
    this.#slots = { audio: Math.max(audio, this.#slots.audio), video: Math.max(video, this.#slots.video) };
    if (!this.#pc) return;
    this.#addSlots(this.#pc);
    this.#queue?.request();
  }

  /** The hub is back. An ordinary offer tells whether the relay still knows us: its answer names the peer. */
  resume(): void {
    if (!this.#pc) return;
    this.#refusals = 0;
    this.#queue?.request(this.#pc.connectionState === 'failed' || this.#pc.connectionState === 'disconnected');
  }

  /** The relay says that it no longer hears us. */
  lost(): void {
    this.#restart();
  }

  /** Whether audio is sent twice from now on, for a way that loses packets. */
  repeatSound(on: boolean): void {
    this.#own?.repeatSound(on);
  }

  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    clearInterval(this.#looking);
    this.#disconnect();
    this.#remote.value = new Map();
    this.#path.value = 'idle';
  }

  #connect(): void {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers: this.#iceServers });
    this.#pc = pc;
    // One for each connection: promises of a connection that is closed meanwhile never settle.
    this.#queue = new NegotiationQueue((iceRestart) => this.#negotiate(pc, iceRestart));
    this.#waitingCandidates = [];
    this.#restarted = false;
    this.#connectingSince = performance.now();
    this.#connectMs = null;
    this.#connections++;
    if (this.#path.peek() === 'idle') this.#path.value = 'connecting';
    pc.onconnectionstatechange = () => this.#pathChanged(pc);
    pc.onicecandidate = ({ candidate }) => this.#trickle(candidate?.candidate ?? '');
    this.#own = this.#sends ? new OwnTracks(pc, this.#wanted, this.#layered) : null;
    // An offer needs a line at least, and who sends none still waits for somebody's.
    if (!this.#sends) this.#slots = { audio: Math.max(1, this.#slots.audio), video: Math.max(1, this.#slots.video) };
    for (const source of sourceKinds) this.#send(source, this.local[source].track.peek());
    this.#addSlots(pc);
    this.#queue?.request();
  }

  #disconnect(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#rebuildTimer);
    this.#queue?.clear();
    this.#queue = null;
    if (this.#pc) this.#pc.onconnectionstatechange = this.#pc.onicecandidate = null;
    this.#pc?.close();
    this.#pc = null;
    this.#own = null;
  }

  /** A brand-new connection in the same seat: for a relay that has forgotten us, or a path that no restart mends. */
  #rebuild(afterMs = 0): void {
    if (this.#path.peek() === 'connected') this.#path.value = 'interrupted';
    clearTimeout(this.#timer);
    clearTimeout(this.#rebuildTimer);
    this.#rebuildTimer = setTimeout(() => {
      if (!this.#pc) return;
      this.#disconnect();
      this.#connect();
    }, afterMs);
  }

  // What the browser calls connected may be a relay that has long forgotten us: its checks are answered, and nothing else comes.
  async #look(): Promise<void> {
    const connection = this.#connections;
    const stats = await this.measure();
    if (!stats || !this.#pc || connection !== this.#connections) return;
    const entries: Parameters<typeof receivedBytes>[0][number][] = [];
    stats.forEach((entry: (typeof entries)[number]) => entries.push(entry));
    if (this.#silence.look(connection, receivedBytes(entries), this.#pc.connectionState)) this.#rebuild();
  }

  #send(source: MediaSource, track: MediaStreamTrack | null): void {
    if (this.#own?.send(source, track)) this.#queue?.request();
  }

  #addSlots(pc: RTCPeerConnection): void {
    for (const kind of ['audio', 'video'] as const) {
      const held = pc.getTransceivers().filter((one) => !this.#own?.has(one) && one.receiver.track.kind === kind).length;
      for (let index = held; index < this.#slots[kind]; index++) pc.addTransceiver(kind, { direction: 'recvonly' });
    }
  }

  async #negotiate(pc: RTCPeerConnection, iceRestart: boolean): Promise<void> {
    if (pc !== this.#pc) return;
    // Candidates of a new generation mean nothing to the relay before it has the offer.
    if (iceRestart) this.#waitingCandidates ??= [];
    try {
      await pc.setLocalDescription(await pc.createOffer({ iceRestart }));
      const outcome = await inTime(this.signalling.negotiate(pc.localDescription?.sdp ?? '', this.#own?.sources() ?? []));
      if (pc !== this.#pc) return;
      if (outcome.error !== null) return await this.#notAnswered(pc, outcome.error.reason === 'refused');
      await this.#answered(pc, outcome.value, iceRestart);
    } catch {
      // The browser refused an offer or answer: nothing to mend on this connection.
      if (pc === this.#pc) this.#refused();
    }
  }

  async #answered(pc: RTCPeerConnection, answer: MediaAnswer, iceRestart: boolean): Promise<void> {
    if (this.#sends && this.#layered && !speaksOfLayers(answer.sdp)) {
      // The relay takes no layers. Chromium could go on with the smallest one, but fails at its next offer; so it begins anew at once.
      this.#layered = false;
      return this.#rebuild();
    }
    const before = pc.currentRemoteDescription;
    if (before && isAnotherPeer(identityOf(before.sdp), identityOf(answer.sdp), iceRestart)) return this.#rebuild();
    await pc.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
    this.#own?.settle();
    this.#refusals = 0;
    const waiting = this.#waitingCandidates ?? [];
    this.#waitingCandidates = null;
    for (const candidate of waiting) this.signalling.candidate(candidate);
    this.#show(pc, answer.tracks);
  }

  async #notAnswered(pc: RTCPeerConnection, refused: boolean): Promise<void> {
    // Without a hub the offer is made again when it is back; the media that flows goes on meanwhile.
    if (refused) return this.#refused();
    await pc.setLocalDescription({ type: 'rollback' });
  }

  #refused(): void {
    if (++this.#refusals >= refusalsBeforeFailed) this.#path.value = 'failed';
    else this.#rebuild(backoffDelayMs(this.#refusals, Math.random()));
  }

  #trickle(candidate: string): void {
    if (this.#waitingCandidates) this.#waitingCandidates.push(candidate);
    else this.signalling.candidate(candidate);
  }

  #show(pc: RTCPeerConnection, tracks: readonly MidTrack[]): void {
    const before = this.#remote.peek();
    // What was there before this connection is waited for since its first offer.
    const since = this.#connectMs === null ? this.#connectingSince : performance.now();
    const now = new Map<string, RemoteTrack>();
    for (const { mid, participantId, source } of tracks) {
      const receiver = pc.getTransceivers().find((one) => one.mid === mid)?.receiver;
      if (!receiver) continue;
      const key = remoteKey(participantId, source);
      const known = before.get(key);
      // The same stream object keeps a playing element playing.
      now.set(
        key,
        known?.receiver === receiver ? known : { participantId, source, receiver, since, stream: new MediaStream([receiver.track]) },
      );
    }
    this.#remote.value = now;
  }

  #pathChanged(pc: RTCPeerConnection): void {
    if (pc !== this.#pc) return;
    switch (pc.connectionState) {
      case 'connected':
        clearTimeout(this.#timer);
        this.#connectMs ??= Math.round(performance.now() - this.#connectingSince);
        this.#restarted = false;
        this.#path.value = 'connected';
        return;
      case 'disconnected':
        this.#path.value = 'interrupted';
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#restart(), healMs);
        return;
      case 'failed':
        if (this.#path.peek() === 'connected') this.#path.value = 'interrupted';
        this.#restart();
        return;
    }
  }

  #restart(): void {
    if (!this.#pc) return;
    if (this.#restarted) {
      this.#rebuild(backoffDelayMs(1, Math.random()));
      return;
    }
    this.#restarted = true;
    this.#queue?.request(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#pc?.connectionState === 'connected') this.#restarted = false;
      else this.#rebuild();
    }, restartMs);
  }
}

export const remoteKey = (participantId: string, source: MediaSource): string => `${participantId}/${source}`;
