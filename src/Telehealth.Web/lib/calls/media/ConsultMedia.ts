import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { IceServer, MediaAnswer, MediaSource, MidSource, MidTrack } from '../../contracts';
import { backoffDelayMs, failed, type Outcome } from '../../realtime';
import { identityOf, isAnotherPeer } from './answerIdentity';
import type { LocalMedia } from './LocalMedia';
import { NegotiationQueue } from './NegotiationQueue';

/** `interrupted`: it flowed and is being brought back; `failed`: the relay refuses, and says why. */
export type MediaPath = 'idle' | 'connecting' | 'connected' | 'interrupted' | 'failed';

export interface RemoteTrack {
  readonly participantId: string;
  readonly source: MediaSource;
  readonly stream: MediaStream;
  readonly receiver: RTCRtpReceiver;
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
const speakingEveryMs = 200;
const speakingLevel = 0.01;
const maxBitrateBps: Record<'camera' | 'screen', number> = { camera: 1_500_000, screen: 2_500_000 };

const noAnswer = failed<MediaAnswer>('refused', 'media.no_answer', 'The relay did not answer in time.');

const inTime = (answer: Promise<Outcome<MediaAnswer>>): Promise<Outcome<MediaAnswer>> =>
  Promise.race([answer, new Promise<Outcome<MediaAnswer>>((resolve) => setTimeout(() => resolve(noAnswer), answerMs))]);

/** Owns the one peer connection of this participant. This side alone makes offers, so there is no glare. */
export class ConsultMedia {
  readonly #path = signal<MediaPath>('idle');
  readonly #remote = signal<ReadonlyMap<string, RemoteTrack>>(new Map());
  readonly #speaking = signal<ReadonlySet<string>>(new Set());
  #pc: RTCPeerConnection | null = null;
  #queue: NegotiationQueue | null = null;
  #own = new Map<MediaSource, RTCRtpTransceiver>();
  #slots = { audio: 0, video: 0 };
  #iceServers: RTCIceServer[] = [];
  #waitingCandidates: string[] | null = [];
  #undo: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restarted = false;
  #refusals = 0;

  constructor(
    private readonly signalling: MediaSignalling,
    private readonly local: LocalMedia,
  ) {}

  get path(): ReadonlySignal<MediaPath> {
    return this.#path;
  }

  /** By participant and source: see {@link remoteKey}. */
  get remote(): ReadonlySignal<ReadonlyMap<string, RemoteTrack>> {
    return this.#remote;
  }

  /** Who is heard right now. */
  get speaking(): ReadonlySignal<ReadonlySet<string>> {
    return this.#speaking;
  }

  open(iceServers: readonly IceServer[]): void {
    this.#iceServers = iceServers.map((one) => ({ urls: one.urls, ...(one.username ? { username: one.username } : {}), ...(one.credential ? { credential: one.credential } : {}) }));
    if (this.#pc) return this.resume();
    const listening = setInterval(() => this.#listen(), speakingEveryMs);
    this.#undo.push(() => clearInterval(listening));
    this.#connect();
    for (const source of ['microphone', 'camera', 'screen'] as const) this.#undo.push(effect(() => this.#send(source, this.local[source].track.value)));
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

  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
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
    if (this.#path.peek() === 'idle') this.#path.value = 'connecting';
    pc.onconnectionstatechange = () => this.#pathChanged(pc);
    pc.onicecandidate = ({ candidate }) => this.#trickle(candidate?.candidate ?? '');
    this.#own = new Map([
      ['microphone', pc.addTransceiver('audio', { direction: 'sendonly' })],
      ['camera', pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: [{ maxBitrate: maxBitrateBps.camera }] })],
    ]);
    for (const source of ['microphone', 'camera', 'screen'] as const) this.#send(source, this.local[source].track.peek());
    this.#addSlots(pc);
    this.#queue?.request();
  }

  #disconnect(): void {
    clearTimeout(this.#timer);
    this.#queue?.clear();
    this.#queue = null;
    if (this.#pc) this.#pc.onconnectionstatechange = this.#pc.onicecandidate = null;
    this.#pc?.close();
    this.#pc = null;
    this.#own.clear();
  }

  /** A brand-new connection in the same seat: for a relay that has forgotten us, or a path that no restart mends. */
  #rebuild(afterMs = 0): void {
    if (this.#path.peek() === 'connected') this.#path.value = 'interrupted';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#pc) return;
      this.#disconnect();
      this.#connect();
    }, afterMs);
  }

  #send(source: MediaSource, track: MediaStreamTrack | null): void {
    if (!this.#pc) return;
    const transceiver = this.#own.get(source);
    if (source === 'screen') return this.#sendScreen(this.#pc, transceiver, track);
    void transceiver?.sender.replaceTrack(track).catch(() => undefined);
  }

  // A screen comes and goes, and its slot at the others with it; microphone and camera keep theirs.
  #sendScreen(pc: RTCPeerConnection, transceiver: RTCRtpTransceiver | undefined, track: MediaStreamTrack | null): void {
    if (!transceiver) {
      if (!track) return;
      this.#own.set('screen', pc.addTransceiver(track, { direction: 'sendonly', sendEncodings: [{ maxBitrate: maxBitrateBps.screen }] }));
    } else {
      transceiver.direction = track ? 'sendonly' : 'inactive';
      void transceiver.sender.replaceTrack(track).catch(() => undefined);
    }
    this.#queue?.request();
  }

  #addSlots(pc: RTCPeerConnection): void {
    const own = new Set(this.#own.values());
    for (const kind of ['audio', 'video'] as const) {
      const held = pc.getTransceivers().filter((one) => !own.has(one) && one.receiver.track.kind === kind).length;
      for (let index = held; index < this.#slots[kind]; index++) pc.addTransceiver(kind, { direction: 'recvonly' });
    }
  }

  async #negotiate(pc: RTCPeerConnection, iceRestart: boolean): Promise<void> {
    if (pc !== this.#pc) return;
    // Candidates of a new generation mean nothing to the relay before it has the offer.
    if (iceRestart) this.#waitingCandidates ??= [];
    try {
      await pc.setLocalDescription(await pc.createOffer({ iceRestart }));
      const outcome = await inTime(this.signalling.negotiate(pc.localDescription?.sdp ?? '', this.#sources()));
      if (pc !== this.#pc) return;
      if (outcome.error !== null) return await this.#notAnswered(pc, outcome.error.reason === 'refused');
      await this.#answered(pc, outcome.value, iceRestart);
    } catch {
      // The browser refused an offer or answer: nothing to mend on this connection.
      if (pc === this.#pc) this.#refused();
    }
  }

  async #answered(pc: RTCPeerConnection, answer: MediaAnswer, iceRestart: boolean): Promise<void> {
    const before = pc.currentRemoteDescription;
    if (before && isAnotherPeer(identityOf(before.sdp), identityOf(answer.sdp), iceRestart)) return this.#rebuild();
    await pc.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
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

  #sources(): MidSource[] {
    const sources: MidSource[] = [];
    for (const [source, transceiver] of this.#own) {
      if (transceiver.mid !== null && transceiver.direction === 'sendonly') sources.push({ mid: transceiver.mid, source });
    }
    return sources;
  }

  #trickle(candidate: string): void {
    if (this.#waitingCandidates) this.#waitingCandidates.push(candidate);
    else this.signalling.candidate(candidate);
  }

  #show(pc: RTCPeerConnection, tracks: readonly MidTrack[]): void {
    const before = this.#remote.peek();
    const now = new Map<string, RemoteTrack>();
    for (const { mid, participantId, source } of tracks) {
      const receiver = pc.getTransceivers().find((one) => one.mid === mid)?.receiver;
      if (!receiver) continue;
      const key = remoteKey(participantId, source);
      const known = before.get(key);
      // The same stream object keeps a playing element playing.
      now.set(key, known?.receiver === receiver ? known : { participantId, source, receiver, stream: new MediaStream([receiver.track]) });
    }
    this.#remote.value = now;
  }

  #pathChanged(pc: RTCPeerConnection): void {
    if (pc !== this.#pc) return;
    switch (pc.connectionState) {
      case 'connected':
        clearTimeout(this.#timer);
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
    if (this.#restarted) return this.#rebuild(backoffDelayMs(1, Math.random()));
    this.#restarted = true;
    this.#queue?.request(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#pc?.connectionState === 'connected') this.#restarted = false;
      else this.#rebuild();
    }, restartMs);
  }

  #listen(): void {
    const heard = new Set<string>();
    for (const track of this.#remote.peek().values()) {
      if (track.source !== 'microphone') continue;
      const level = track.receiver.getSynchronizationSources()[0]?.audioLevel ?? 0;
      if (level > speakingLevel) heard.add(track.participantId);
    }
    const before = this.#speaking.peek();
    if (heard.size !== before.size || [...heard].some((id) => !before.has(id))) this.#speaking.value = heard;
  }
}

export const remoteKey = (participantId: string, source: MediaSource): string => `${participantId}/${source}`;
