import { describe, expect, it } from 'vitest';
import { beginConsult } from './support/consult';
import { useTelehealth } from './support/journey';
import { remoteAudioIsHeard, remoteVideosAdvance, type Glass, type PeerWatch } from './support/media';

describe('Two consults at once', () => {
  const { devices } = useTelehealth('threads', { Media__Threads: '2' });

  it('are on two media threads: each has a port of its own, which is the same for both people', async () => {
    const first = await beginConsult(devices(), 'ana', 'chloe');
    await Promise.all([remoteVideosAdvance(first.patient, 1), remoteVideosAdvance(first.clinician, 1)]);
    const second = await beginConsult(devices(), 'ben', 'david');
    const all = [first.patient, first.clinician, second.patient, second.clinician];
    await Promise.all(all.flatMap((page) => [remoteVideosAdvance(page, 1), remoteAudioIsHeard(page, 1)]));

    const [ana, chloe, ben, david] = await Promise.all(all.map(relayPorts));
    expect(ana).toHaveLength(1);
    expect(chloe).toEqual(ana);
    expect(ben).toHaveLength(1);
    expect(david).toEqual(ben);
    expect(Math.abs((ana?.[0] ?? 0) - (ben?.[0] ?? 0)), 'the ports stand behind each other').toBe(1);
  });
});

/** To which ports of the relay the media of a page goes, one for each connection that is up. */
async function relayPorts(page: Glass): Promise<number[]> {
  return await page.evaluate(async () => {
    const { watchedPeers } = globalThis as unknown as PeerWatch;
    const ports: number[] = [];
    for (const peer of watchedPeers.filter((one) => one.connectionState === 'connected')) {
      const reports = await peer.statsWhileOpen();
      const selected = [...reports.values()].find((report: RTCTransportStats) => report.type === 'transport') as
        | RTCTransportStats
        | undefined;
      const pair = reports.get(selected?.selectedCandidatePairId ?? '') as RTCIceCandidatePairStats | undefined;
      ports.push((reports.get(pair?.remoteCandidateId ?? '') as { port?: number } | undefined)?.port ?? 0);
    }
    return ports;
  });
}
