import { remoteAudioIsHeard, remoteVideosAdvance, type Glass, type PeerWatch } from './media';
import { waitUntil } from './waiting';

/** What one browser has received so far, over all that it hears and sees. */
export interface Received {
  /** The tallest frame that arrives now. */
  height: number;
  framesDecoded: number;
  /** Packets that came a second time because this browser had asked. */
  repaired: number;
  /** How often this browser asked for packets again. */
  asked: number;
  /** Packets of video that did not come the first time. */
  lost: number;
  /** Packets that this browser sent again because the relay had asked. */
  resent: number;
  /** Of the audio, in samples; what was made up because nothing came is `concealed`. */
  samples: number;
  concealed: number;
}

interface VideoAndSound extends Omit<RTCInboundRtpStreamStats, 'type'> {
  type: RTCStatsType;
  retransmittedPacketsReceived?: number;
  retransmittedPacketsSent?: number;
}

/** Over the connection that stands, also while it looks broken for a moment because its checks were lost. */
export async function received(page: Glass): Promise<Received> {
  return await page.evaluate(async () => {
    const { watchedPeers } = globalThis as unknown as PeerWatch;
    const sum = { height: 0, framesDecoded: 0, repaired: 0, asked: 0, lost: 0, resent: 0, samples: 0, concealed: 0 };
    for (const peer of watchedPeers.filter((one) => one.connectionState !== 'closed')) {
      (await peer.statsWhileOpen()).forEach((report: VideoAndSound) => {
        if (report.type === 'outbound-rtp') sum.resent += report.retransmittedPacketsSent ?? 0;
        if (report.type !== 'inbound-rtp') return;
        if (report.kind === 'video') {
          sum.height = Math.max(sum.height, report.frameHeight ?? 0);
          sum.framesDecoded += report.framesDecoded ?? 0;
          sum.repaired += report.retransmittedPacketsReceived ?? 0;
          sum.asked += report.nackCount ?? 0;
          sum.lost += report.packetsLost ?? 0;
        } else {
          sum.samples += report.totalSamplesReceived ?? 0;
          // What is made up while the other says nothing is silence, and nobody misses it.
          sum.concealed += (report.concealedSamples ?? 0) - (report.silentConcealedSamples ?? 0);
        }
      });
    }
    return sum;
  });
}

/** How much of the audio between two looks had to be made up, 0 to 1. */
export const concealment = (before: Received, after: Received): number =>
  (after.concealed - before.concealed) / Math.max(1, after.samples - before.samples);

/**
 * All go on (on a busy machine a lost key frame may take its time): videos move, and the others' audio arrives with no more made up than
 * this share of it.
 * @param plain where one of the made-up cameras shows one colour after the other, as Firefox's does.
 */
export async function goesOn(pages: Glass[], maxConcealed: number, plain = false): Promise<void> {
  await Promise.all(pages.flatMap((page) => [remoteVideosAdvance(page, 1, 60_000, plain), remoteAudioIsHeard(page, 1)]));
  await soundGoesOn(pages, maxConcealed);
}

/**
 * What so much loss leaves, which counts as a link that carries less:
 * audio all the time, and video, or words that say why there is none.
 */
export async function goesOnWithWhatIsLeft(pages: Glass[], maxConcealed: number): Promise<void> {
  await Promise.all(
    pages.map(async (page) => {
      const start = await received(page);
      await waitUntil(
        'the picture goes on, or the page says that it is paused',
        60_000,
        async () => (await received(page)).framesDecoded >= start.framesDecoded + 10 || (await saysPaused(page)),
      );
    }),
  );
  await soundGoesOn(pages, maxConcealed);
}

/**
 * Of some six seconds no more than this share is made up at any of them:
 * with other work to do, a machine may fall silent for a while by itself.
 */
async function soundGoesOn(pages: Glass[], maxConcealed: number): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const before = await Promise.all(pages.map(received));
    await new Promise((done) => setTimeout(done, 6_000));
    const after = await Promise.all(pages.map(received));
    const worst = Math.max(...before.map((start, i) => concealment(start, after[i] ?? start)));
    const grows = before.every((start, i) => (after[i]?.samples ?? 0) > start.samples);
    if (grows && worst < maxConcealed) return;
    if (tries === 6)
      throw new Error(`${(100 * worst).toFixed(0)} % of the sound was made up${grows ? '' : ', and at somebody none came at all'}.`);
  }
}

export async function saysPaused(page: Glass): Promise<boolean> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('[data-testid="quality-notice"]')].some((notice) => notice.textContent?.includes('pictures are paused')),
  );
}

export interface SentLayer {
  rid: string;
  height: number;
  framesEncoded: number;
}

/** The layers of the camera that this browser sends, the smallest first. */
export async function sentLayers(page: Glass): Promise<SentLayer[]> {
  return await page.evaluate(async () => {
    const { watchedPeers } = globalThis as unknown as PeerWatch;
    const layers: SentLayer[] = [];
    for (const peer of watchedPeers.filter((one) => one.connectionState === 'connected')) {
      (await peer.statsWhileOpen()).forEach((report: RTCOutboundRtpStreamStats) => {
        if (report.type === 'outbound-rtp' && report.kind === 'video' && (report.framesEncoded ?? 0) > 0)
          layers.push({ rid: report.rid ?? '', height: report.frameHeight ?? 0, framesEncoded: report.framesEncoded ?? 0 });
      });
    }
    return layers.sort((one, other) => one.height - other.height);
  });
}

/** One of the streams that a connection carries. */
export interface Stream {
  /** Such as `in video`. */
  name: string;
  codec: string;
  bytes: number;
}

/** What the connection that stands now carries: a camera's layers are streams of their own. */
export async function streams(page: Glass): Promise<Stream[]> {
  return await page.evaluate(async () => {
    const { watchedPeers } = globalThis as unknown as PeerWatch;
    const found: Stream[] = [];
    for (const peer of watchedPeers.filter((one) => one.connectionState === 'connected')) {
      const reports = await peer.statsWhileOpen();
      reports.forEach((report: RTCInboundRtpStreamStats & RTCOutboundRtpStreamStats) => {
        if (report.type !== 'inbound-rtp' && report.type !== 'outbound-rtp') return;
        const { mimeType = '' } = (reports.get(report.codecId ?? '') ?? {}) as { mimeType?: string };
        found.push({
          name: `${report.type === 'inbound-rtp' ? 'in' : 'out'} ${report.kind}`,
          codec: mimeType,
          bytes: report.bytesReceived ?? report.bytesSent ?? 0,
        });
      });
    }
    return found;
  });
}

/** Audio and video flow both ways at once, and each says by which codec. */
export async function flowing(page: Glass, forMs = 1_000): Promise<string[]> {
  const flows = new Map<string, number>();
  const count = async (sign: number): Promise<void> => {
    for (const { name, codec, bytes } of await streams(page))
      flows.set(`${name} ${codec}`, (flows.get(`${name} ${codec}`) ?? 0) + sign * bytes);
  };
  await count(-1);
  await new Promise((done) => setTimeout(done, forMs));
  await count(1);
  return [...flows]
    .filter(([, bytes]) => bytes > 0)
    .map(([flow]) => flow)
    .sort();
}

/** Who the page's side of its connection says it is, one for each connection that was ever made: a restart changes it. */
export async function localNames(page: Glass): Promise<string[]> {
  return await page.evaluate(() => {
    const { watchedPeers } = globalThis as unknown as PeerWatch;
    return watchedPeers.map((peer) => /^a=ice-ufrag:(\S+)/m.exec(peer.localDescription?.sdp ?? '')?.[1] ?? '');
  });
}
