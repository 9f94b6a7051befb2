import type { Page } from 'playwright-core';
import { waitUntil } from './waiting';

/** What of a page is needed to look into it, whichever browser drives it. */
export interface Glass {
  evaluate<T>(look: () => T | Promise<T>): Promise<T>;
  url(): string;
}

/** What of a page is needed to run something before its own scripts, in every page that it opens until that is disposed of. */
export interface Preparable {
  addInitScript(script: (given: string) => void, given?: string): Promise<Preparation>;
}

export interface Preparation {
  dispose(): Promise<void>;
}

export interface WatchedPeer extends RTCPeerConnection {
  /** None of a connection that the page closes before it has answered: Firefox refuses then. */
  statsWhileOpen(): Promise<RTCStatsReport>;
}

export interface PeerWatch {
  watchedPeers: WatchedPeer[];
}

/** Runs in the page before its own scripts: keeps the page's peer connections, so that their statistics can be read. */
export function watchPeerConnections(): void {
  const watch = globalThis as unknown as PeerWatch;
  watch.watchedPeers = [];
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      watch.watchedPeers.push(this);
    }

    async statsWhileOpen(): Promise<RTCStatsReport> {
      try {
        return await this.getStats();
      } catch (refused) {
        if (this.connectionState !== 'closed') throw refused;
        return new Map();
      }
    }
  };
}

interface VideoSample {
  participant: string;
  source: string;
  frames: number;
  /** Brightness of 16 by 12 fields of the frame, 0 to 255. */
  fields: number[];
}

/** What each remote video element shows now, drawn on a canvas: a frozen or black video cannot pass as a moving one. */
async function sampleRemoteVideos(page: Glass): Promise<VideoSample[]> {
  return await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [16, 12];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('The browser gave no canvas.');
    return [...document.querySelectorAll<HTMLElement>('[data-testid="remote-video"]')].flatMap((element) => {
      const video = element instanceof HTMLVideoElement ? element : element.querySelector('video');
      if (video === null || video.videoWidth === 0) return [];
      context.drawImage(video, 0, 0, 16, 12);
      const rgba = context.getImageData(0, 0, 16, 12).data;
      const fields = Array.from({ length: 16 * 12 }, (_, i) => ((rgba[i * 4] ?? 0) + (rgba[i * 4 + 1] ?? 0) + (rgba[i * 4 + 2] ?? 0)) / 3);
      // Firefox counts the frames of a live stream only where it paints them.
      const { mozPaintedFrames = 0 } = video as HTMLVideoElement & { mozPaintedFrames?: number };
      const frames = video.getVideoPlaybackQuality().totalVideoFrames || mozPaintedFrames;
      return [{ participant: element.dataset['participant'] ?? '', source: element.dataset['source'] ?? '', frames, fields }];
    });
  });
}

const nameOf = ({ participant, source }: VideoSample): string => `${participant}/${source}`;

function spread(fields: number[]): number {
  return Math.max(...fields) - Math.min(...fields);
}

function change(before: number[], after: number[]): number {
  return Math.max(...after.map((field, i) => Math.abs(field - (before[i] ?? 0))));
}

/**
 * Exactly so many videos of others are seen, each with decoded frames, one that is not one colour, and movement in it.
 * @param plain where the made-up camera shows one colour after the other, as Firefox's does.
 */
export async function remoteVideosAdvance(page: Glass, pictures: number, withinMs = 60_000, plain = false): Promise<void> {
  const first = new Map<string, VideoSample>();
  const moved = new Set<string>();
  await waitUntil(`${pictures} remote videos advance on ${new URL(page.url()).pathname}`, withinMs, async () => {
    const samples = await sampleRemoteVideos(page);
    for (const sample of samples) {
      const start = first.get(nameOf(sample));
      // A browser that came back counts its frames from zero again.
      if (start === undefined || sample.frames < start.frames) first.set(nameOf(sample), sample);
      else if (sample.frames >= start.frames + 10 && (plain || spread(sample.fields) > 20) && change(start.fields, sample.fields) > 8)
        moved.add(nameOf(sample));
    }
    return samples.length === pictures && samples.every((sample) => moved.has(nameOf(sample)));
  });
}

export const sharedScreen = '[data-testid="remote-video"][data-source="screen"]';

/** Runs in the page before its own scripts, where the browser has no screen to show: a canvas that changes stands for it. */
export function shareAMovingCanvas(): void {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    const context = canvas.getContext('2d');
    let step = 0;
    setInterval(() => {
      if (context === null) return;
      context.fillStyle = 'white';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = 'navy';
      context.fillRect((step++ * 80) % canvas.width, 0, canvas.width / 4, canvas.height);
    }, 100);
    return canvas.captureStream(15);
  };
}

/** The other's screen is there, and its video is decoded. */
export async function showsSharedScreen(page: Glass): Promise<void> {
  await waitUntil('the shared screen is decoded', 60_000, async () =>
    (await sampleRemoteVideos(page)).some((sample) => sample.source === 'screen' && sample.frames > 0),
  );
}

/** The other's screen is gone again. */
export async function showsNoScreen(page: Glass): Promise<void> {
  await waitUntil(
    'no screen is shown any more',
    30_000,
    async () => await page.evaluate(() => document.querySelector('[data-testid="remote-video"][data-source="screen"]') === null),
  );
}

/** Audio of so many others arrives: the energy that the browser measured in each incoming track grows. */
export async function remoteAudioIsHeard(page: Glass, others: number, withinMs = 60_000): Promise<void> {
  const first = new Map<string, number>();
  const heard = new Set<string>();
  await waitUntil(`${others} others are heard on ${new URL(page.url()).pathname}`, withinMs, async () => {
    for (const { id, energy } of await incomingAudio(page)) {
      if (!first.has(id)) first.set(id, energy);
      else if (energy > (first.get(id) ?? 0)) heard.add(id);
    }
    return heard.size >= others;
  });
}

async function incomingAudio(page: Glass): Promise<{ id: string; energy: number }[]> {
  return await page.evaluate(async () => {
    const watch = globalThis as unknown as PeerWatch;
    const found: { id: string; energy: number }[] = [];
    for (const [index, peer] of watch.watchedPeers.entries()) {
      if (peer.connectionState !== 'connected') continue;
      (await peer.statsWhileOpen()).forEach((report: RTCInboundRtpStreamStats) => {
        if (report.type === 'inbound-rtp' && report.kind === 'audio')
          found.push({ id: `${index}/${report.id}`, energy: report.totalAudioEnergy ?? 0 });
      });
    }
    return found;
  });
}

/** Audio keeps coming: so many bytes more than when it was asked, on the connections that stand. Silence is sent in packets too. */
export async function soundArrives(page: Glass, bytes = 6000, withinMs = 60_000): Promise<void> {
  const before = await soundBytes(page);
  await waitUntil(`sound arrives on ${new URL(page.url()).pathname}`, withinMs, async () => (await soundBytes(page)) >= before + bytes);
}

async function soundBytes(page: Glass): Promise<number> {
  return await page.evaluate(async () => {
    const watch = globalThis as unknown as PeerWatch;
    let bytes = 0;
    for (const peer of watch.watchedPeers) {
      (await peer.statsWhileOpen()).forEach((report: RTCInboundRtpStreamStats) => {
        if (report.type === 'inbound-rtp' && report.kind === 'audio') bytes += report.bytesReceived ?? 0;
      });
    }
    return bytes;
  });
}

/** Every layer of the page's camera is switched off at its sender. */
export async function camerasRest(page: Page): Promise<boolean> {
  return await page.evaluate(() => {
    const watch = globalThis as unknown as PeerWatch;
    const sending = watch.watchedPeers
      .filter((peer) => peer.connectionState === 'connected')
      .flatMap((peer) => peer.getSenders())
      .filter((sender) => sender.track?.kind === 'video');
    return sending.length > 0 && sending.every((sender) => sender.getParameters().encodings.every((encoding) => encoding.active === false));
  });
}

/** What a browser tells of one end of a path. */
export interface Candidate {
  candidateType?: string;
  relayProtocol?: string;
  protocol?: string;
  port?: number;
}

/** The candidates by which the media of each connection that is up travels: the browser's own, and that of the relay or TURN server. */
export async function selectedCandidates(page: Glass): Promise<{ local: Candidate; remote: Candidate }[]> {
  return await page.evaluate(async () => {
    const { watchedPeers } = globalThis as unknown as PeerWatch;
    const selected: { local: Candidate; remote: Candidate }[] = [];
    for (const peer of watchedPeers.filter((one) => one.connectionState === 'connected')) {
      const reports = await peer.statsWhileOpen();
      const transport = [...reports.values()].find((report: RTCTransportStats) => report.type === 'transport') as
        | RTCTransportStats
        | undefined;
      const pair = reports.get(transport?.selectedCandidatePairId ?? '') as RTCIceCandidatePairStats | undefined;
      const candidate = (id: string | undefined): Candidate => (reports.get(id ?? '') as Candidate | undefined) ?? {};
      selected.push({ local: candidate(pair?.localCandidateId), remote: candidate(pair?.remoteCandidateId) });
    }
    return selected;
  });
}

/** To which ports of the relay the media of a page goes, one for each connection that is up. */
export async function relayPorts(page: Glass): Promise<number[]> {
  return (await selectedCandidates(page)).map(({ remote }) => remote.port ?? 0);
}
