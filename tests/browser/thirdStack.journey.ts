import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type AiortcFigures, type AiortcPatient, type AiortcReport, type MediaWish, useAiortc } from './support/aiortc';
import { reachStage } from './support/consult';
import { received } from './support/flow';
import { useTelehealth } from './support/journey';
import { remoteAudioIsHeard, remoteVideosAdvance } from './support/media';
import { useBadNetwork } from './support/network';
import type { PersonName } from './support/people';
import { tile } from './support/room';
import { type TurnTransport, useTurnServer } from './support/turn';
import { waitUntil } from './support/waiting';

describe('A third stack: the patient in aiortc, the clinician in Chromium', () => {
  const network = useBadNetwork();
  const turn = useTurnServer();
  const { devices, server } = useTelehealth('third-stack', () => ({ ...network().settings(), ...turn().settings() }));
  const aiortc = useAiortc(() => server().url);

  /** From the patient's wish to both in their seats. */
  async function begin(
    patientName: PersonName,
    clinicianName: PersonName,
    wish: MediaWish = {},
  ): Promise<{ patient: AiortcPatient; clinician: Page }> {
    const patient = await aiortc(patientName);
    await patient.ask();
    const clinician = await devices().enter(clinicianName);
    await clinician.getByTestId('admit').first().click();
    await reachStage(clinician);
    await patient.join(wish);
    return { patient, clinician };
  }

  it('sees and hears, and is seen and heard, in VP8 and Opus', async () => {
    await network().become({});
    const { patient, clinician } = await begin('ana', 'chloe');
    await seeAndHear(patient, clinician);

    const { received: packets, reports } = await patient.tells(
      'the relay has reported on both tracks',
      (now) => reportsOf(now, 'remote-inbound-rtp').length === 2,
    );
    expect(Object.keys(packets), 'what the relay has sent').toEqual(expect.arrayContaining(['VP8', 'opus', 'pli']));
    for (const other of ['H264', 'PCMU', 'PCMA', 'unknown']) expect(packets).not.toHaveProperty(other);
    for (const { packetsReceived = 0, packetsLost = 0, jitter = 0, kind } of reports.filter((one) => one.packetsReceived !== undefined)) {
      expect(packetsReceived, kind).toBeGreaterThan(0);
      expect(packetsLost / packetsReceived, `lost of the ${kind}`).toBeLessThan(0.05);
      expect(jitter / clockRates[kind], `jitter of the ${kind} in seconds`).toBeLessThan(0.5);
    }
    const { audio, video } = await incoming(clinician);
    expect([audio?.codec, video?.codec]).toEqual(['audio/opus', 'video/VP8']);
    for (const { packets, lost, jitter } of [audio, video].flatMap((one) => one ?? [])) {
      expect(lost / packets, 'lost').toBeLessThan(0.05);
      expect(jitter, 'jitter in seconds').toBeLessThan(0.5);
    }
  });

  it('is seen in H.264 too', async () => {
    await network().become({});
    const { patient, clinician } = await begin('ben', 'chloe', { codec: 'video/H264' });
    // The encoder begins with a key frame, and makes the next of its own accord eight seconds later.
    await seeAndHear(patient, clinician);

    expect((await incoming(clinician))['video']?.codec).toBe('video/H264');
    expect(patient.figures?.sent).not.toHaveProperty('VP8');
  });

  it('goes on where every twentieth packet is lost: what is lost is repaired, and a key frame comes when one is asked for', async () => {
    await network().become({ loss: 5, delay: 20 });
    const { patient, clinician } = await begin('ana', 'david');
    await seeAndHear(patient, clinician);
    const before = await patient.tells('packets are asked for and repeated both ways', ({ sent, received: came }) =>
      [sent['nack'], came['rtx'], came['nack'], sent['rtx']].every((count = 0) => count > 0),
    );
    await waitUntil('Chromium has got repairs', 60_000, async () => (await received(clinician)).repaired > 0);

    // Who comes anew can begin with a key frame only.
    await clinician.reload();
    await reachStage(clinician);
    await remoteVideosAdvance(clinician, 1);
    expect((await incoming(clinician))['video']?.keyFrames).toBeGreaterThan(0);
    await patient.tells('a key frame was asked for', ({ received: came }) => (came['pli'] ?? 0) > (before.received['pli'] ?? 0));
  });

  it('hears on over a line that is too thin for all of the picture', async () => {
    await network().become({ 'down-rate': '300k' });
    const { patient } = await begin('ben', 'david');

    // At first more is sent than the line carries; by the time of sending
    // in each packet aiortc finds out, and says what it can take (REMB).
    const settled = await patient.tells('sound comes whole', soundIsWhole(), 90_000);
    expect(settled.seen.audio.loudest).toBeGreaterThan(1_000);
  });

  it.each<TurnTransport>(['udp', 'tcp'])('comes by TURN over %s alone, with the credential that the server issues', async (transport) => {
    await network().become({});
    const { patient, clinician } = await begin('ana', 'chloe', { only: turn().url(transport) });
    await seeAndHear(patient, clinician);

    expect(patient.figures?.path).toEqual(['relay', transport]);
  });

  it('is missed when it has gone, finds its seat when it comes back, and leaves for good', async () => {
    await network().become({});
    const { patient, clinician } = await begin('ben', 'chloe');
    await remoteVideosAdvance(clinician, 1);
    const presence = (state: string): Promise<void> =>
      clinician.locator(`[data-testid="participant-tile"][data-presence="${state}"]`).waitFor();
    await presence('here');

    await patient.close();
    await presence('reconnecting');

    const again = await aiortc('ben');
    again.follow(patient);
    await again.join();
    await presence('here');
    await seeAndHear(again, clinician);

    await again.leave();
    await tile(clinician, 'Ben').waitFor({ state: 'detached' });
  });
});

const clockRates = { audio: 48_000, video: 90_000 };

const reportsOf = (figures: AiortcFigures, type: AiortcReport['type']): AiortcReport[] =>
  figures.reports.filter((one) => one.type === type);

async function seeAndHear(patient: AiortcPatient, clinician: Page): Promise<void> {
  await Promise.all([
    remoteVideosAdvance(clinician, 1),
    remoteAudioIsHeard(clinician, 1),
    patient.tells('it sees pictures that move', ({ seen: { video } }) => video.frames >= 30 && video.spread > 40 && video.change > 20),
    patient.tells('it hears sound', ({ seen: { audio } }) => audio.frames >= 100 && audio.loudest > 1_000),
  ]);
}

/** Of the audio of four seconds, a tenth was lost at most. */
function soundIsWhole(): (figures: AiortcFigures) => boolean {
  let from = { received: 0, lost: 0 };
  return (figures) => {
    const report = reportsOf(figures, 'inbound-rtp').find((one) => one.kind === 'audio');
    const now = { received: report?.packetsReceived ?? 0, lost: report?.packetsLost ?? 0 };
    if (now.received + now.lost < from.received + from.lost + 200) return false;
    const [came, lost] = [now.received - from.received, now.lost - from.lost];
    from = now;
    return lost <= 0.1 * came;
  };
}

interface Incoming {
  codec: string;
  packets: number;
  lost: number;
  jitter: number;
  keyFrames: number;
}

/** What Chromium counts of the audio and the video that come to it. */
async function incoming(page: Page): Promise<Record<string, Incoming>> {
  return await page.evaluate(async () => {
    const { watchedPeers } = globalThis as unknown as { watchedPeers: RTCPeerConnection[] };
    const found: Record<string, Incoming> = {};
    for (const peer of watchedPeers.filter((one) => one.connectionState === 'connected')) {
      const reports = await peer.getStats();
      reports.forEach((one: RTCInboundRtpStreamStats & { keyFramesDecoded?: number }) => {
        if (one.type !== 'inbound-rtp') return;
        const codec = reports.get(one.codecId ?? '') as { mimeType?: string } | undefined;
        found[one.kind] = {
          codec: codec?.mimeType ?? '',
          packets: one.packetsReceived ?? 0,
          lost: one.packetsLost ?? 0,
          jitter: one.jitter ?? 0,
          keyFrames: one.keyFramesDecoded ?? 0,
        };
      });
    }
    return found;
  });
}
