import type { ConnectionTestAnswer } from '../../lib/contracts/connectionTests';
import type { IceServer, MidSource } from '../../lib/contracts/consults';
import type { Outcome } from '../../lib/realtime';
import { offersTransport, onlyTransport, type Transport } from './candidates';
import type { TestPicture } from './TestPicture';

export type Side = 'a' | 'b';

/** The way to the relay of the test. */
export type Negotiate = (side: Side, sdp: string, sources: MidSource[]) => Promise<Outcome<ConnectionTestAnswer>>;

/** Which way the packets must take: a path of the relay's own, or round by the TURN server. */
export type Way = Transport | 'turn';

/** `notOffered`: this server has no such way, so nothing can be said about the network. `refused`: the server did not answer. */
export type LoopResult =
  | { readonly state: 'flows'; readonly afterMs: number }
  | { readonly state: 'blocked' | 'notOffered' }
  | { readonly state: 'refused'; readonly text: string };

export interface Sample {
  readonly atMs: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly roundTripMs: number | null;
  /** What the browser believes it could send; null when the relay gives it no feedback. */
  readonly estimateBps: number | null;
}

const lookEveryMs = 100;
// A way that stands is not blocked: whoever is far away, or has a slow computer, waits longer for the first packets.
const firstPacketsMs = 8000;
const maxBitrateBps = 2_500_000;

const iceServer = (one: IceServer): RTCIceServer => ({
  urls: one.urls,
  ...(one.username ? { username: one.username } : {}),
  ...(one.credential ? { credential: one.credential } : {}),
});

/** Two connections to the relay: what the one sends comes back on the other, as in a consult with oneself. */
export class LoopConnection {
  readonly #out: RTCPeerConnection;
  readonly #back: RTCPeerConnection;

  constructor(
    private readonly way: Way,
    private readonly negotiate: Negotiate,
    private readonly picture: TestPicture,
    iceServers: readonly IceServer[],
  ) {
    const turn = way === 'turn';
    const configuration: RTCConfiguration = {
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
      iceServers: turn ? iceServers.map(iceServer) : [],
      iceTransportPolicy: turn ? 'relay' : 'all',
    };
    this.#out = new RTCPeerConnection(configuration);
    this.#back = new RTCPeerConnection(configuration);
  }

  /**
   * Connects both sides and waits until the first packets have come round.
   * @param withinMs from the server's answers until the way stands.
   */
  async open(withinMs: number): Promise<LoopResult> {
    const startedAt = performance.now();
    const audio = this.#out.addTransceiver(this.picture.audio, { direction: 'sendonly' });
    const video = this.#out.addTransceiver(this.picture.video, { direction: 'sendonly', sendEncodings: [{ maxBitrate: maxBitrateBps }] });
    this.#back.addTransceiver('audio', { direction: 'recvonly' });
    this.#back.addTransceiver('video', { direction: 'recvonly' });
    const sources = (): MidSource[] => [
      { mid: audio.mid ?? '', source: 'microphone' },
      { mid: video.mid ?? '', source: 'camera' },
    ];
    // The sending side first: the answer to the other then names its tracks.
    const failure = (await this.#connect('a', this.#out, sources)) ?? (await this.#connect('b', this.#back, () => []));
    if (failure) return failure;
    const answeredAt = performance.now();
    while (performance.now() - answeredAt < (this.#stands() ? firstPacketsMs : withinMs)) {
      if ((await this.sample()).receivedBytes > 0) return { state: 'flows', afterMs: Math.round(performance.now() - startedAt) };
      if (this.#out.connectionState === 'failed' || this.#back.connectionState === 'failed') break;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    return { state: 'blocked' };
  }

  async sample(): Promise<Sample> {
    const [out, back] = await Promise.all([this.#out.getStats(), this.#back.getStats()]);
    const sum = {
      sentBytes: 0,
      receivedBytes: 0,
      packetsReceived: 0,
      packetsLost: 0,
      roundTripMs: null as number | null,
      estimateBps: null as number | null,
    };
    out.forEach((one: RTCOutboundRtpStreamStats & RTCIceCandidatePairStats) => {
      if (one.type === 'outbound-rtp') sum.sentBytes += one.bytesSent ?? 0;
      if (one.type !== 'candidate-pair' || !one.nominated) return;
      if (one.currentRoundTripTime !== undefined) sum.roundTripMs = one.currentRoundTripTime * 1000;
      sum.estimateBps = one.availableOutgoingBitrate ?? null;
    });
    back.forEach((one: RTCInboundRtpStreamStats) => {
      if (one.type !== 'inbound-rtp') return;
      sum.receivedBytes += one.bytesReceived ?? 0;
      sum.packetsReceived += one.packetsReceived ?? 0;
      sum.packetsLost += Math.max(0, one.packetsLost ?? 0);
    });
    return { atMs: performance.now(), ...sum };
  }

  close(): void {
    this.#out.close();
    this.#back.close();
  }

  #stands(): boolean {
    return [this.#out, this.#back].some(({ iceConnectionState: state }) => state === 'connected' || state === 'completed');
  }

  async #connect(side: Side, pc: RTCPeerConnection, sources: () => MidSource[]): Promise<LoopResult | null> {
    await pc.setLocalDescription(await pc.createOffer());
    const outcome = await this.negotiate(side, pc.localDescription?.sdp ?? '', sources());
    if (outcome.error !== null) return { state: 'refused', text: outcome.error.text };
    const { sdp } = outcome.value;
    if (this.way === 'turn') {
      await pc.setRemoteDescription({ type: 'answer', sdp });
      return null;
    }
    if (!offersTransport(sdp, this.way)) return { state: 'notOffered' };
    await pc.setRemoteDescription({ type: 'answer', sdp: onlyTransport(sdp, this.way) });
    return null;
  }
}
