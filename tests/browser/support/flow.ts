import type { Glass } from './media';

/** What one browser has received so far, over all that it hears and sees. */
export interface Received {
  /** The tallest picture that arrives now. */
  height: number;
  framesDecoded: number;
  /** Packets that came a second time because this browser had asked. */
  repaired: number;
  /** How often this browser asked for packets again. */
  asked: number;
  /** Of the sound, in samples; what was made up because nothing came is `concealed`. */
  samples: number;
  concealed: number;
}

interface VideoAndSound extends RTCInboundRtpStreamStats {
  retransmittedPacketsReceived?: number;
}

/** Over the connection that stands now. */
export async function received(page: Glass): Promise<Received> {
  return await page.evaluate(async () => {
    const { watchedPeers } = globalThis as unknown as { watchedPeers: RTCPeerConnection[] };
    const sum = { height: 0, framesDecoded: 0, repaired: 0, asked: 0, samples: 0, concealed: 0 };
    for (const peer of watchedPeers.filter((one) => one.connectionState === 'connected')) {
      (await peer.getStats()).forEach((report: VideoAndSound) => {
        if (report.type !== 'inbound-rtp') return;
        if (report.kind === 'video') {
          sum.height = Math.max(sum.height, report.frameHeight ?? 0);
          sum.framesDecoded += report.framesDecoded ?? 0;
          sum.repaired += report.retransmittedPacketsReceived ?? 0;
          sum.asked += report.nackCount ?? 0;
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

/** How much of the sound between two looks had to be made up, 0 to 1. */
export const concealment = (before: Received, after: Received): number => (after.concealed - before.concealed) / Math.max(1, after.samples - before.samples);

export interface SentLayer {
  rid: string;
  height: number;
  framesEncoded: number;
}

/** The layers of the camera that this browser sends, the smallest first. */
export async function sentLayers(page: Glass): Promise<SentLayer[]> {
  return await page.evaluate(async () => {
    const { watchedPeers } = globalThis as unknown as { watchedPeers: RTCPeerConnection[] };
    const layers: SentLayer[] = [];
    for (const peer of watchedPeers.filter((one) => one.connectionState === 'connected')) {
      (await peer.getStats()).forEach((report: RTCOutboundRtpStreamStats) => {
        if (report.type === 'outbound-rtp' && report.kind === 'video' && (report.framesEncoded ?? 0) > 0)
          layers.push({ rid: report.rid ?? '', height: report.frameHeight ?? 0, framesEncoded: report.framesEncoded ?? 0 });
      });
    }
    return layers.sort((one, other) => one.height - other.height);
  });
}

/** Who the page's side of its connection says it is, one for each connection that was ever made: a restart changes it. */
export async function localNames(page: Glass): Promise<string[]> {
  return await page.evaluate(() => {
    const { watchedPeers } = globalThis as unknown as { watchedPeers: RTCPeerConnection[] };
    return watchedPeers.map((peer) => /^a=ice-ufrag:(\S+)/m.exec(peer.localDescription?.sdp ?? '')?.[1] ?? '');
  });
}
