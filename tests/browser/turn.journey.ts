import { describe, expect, it } from 'vitest';
import { beginConsult } from './support/consult';
import { useTelehealth } from './support/journey';
import { remoteAudioIsHeard, remoteVideosAdvance } from './support/media';
import { isLetIn, mediaPaths, reachOnlyBy, useTurnServer, type TurnTransport } from './support/turn';

describe('A consult behind a firewall', () => {
  const turn = useTurnServer();
  const { devices } = useTelehealth(
    'turn',
    () => turn().settings(),
    () => turn().browserSwitches(),
  );

  it.each<TurnTransport>(['udp', 'tcp', 'tls'])(
    'connects both seats by TURN over %s alone, with the credentials that the server issues',
    async (transport) => {
      devices().prepare((page) => reachOnlyBy(page, turn().url(transport)));
      const { patient, clinician } = await beginConsult(devices(), 'ana', 'chloe');

      await Promise.all([remoteVideosAdvance(patient, 1), remoteVideosAdvance(clinician, 1)]);
      await Promise.all([remoteAudioIsHeard(patient, 1), remoteAudioIsHeard(clinician, 1)]);

      for (const page of [patient, clinician]) expect(await mediaPaths(page)).toEqual([`relay ${transport}`]);
    },
  );

  it('lets nobody in whose time is over or who does not know the secret', async () => {
    const page = await devices().page('stranger');
    await page.goto('/');
    const hour = 3_600_000;

    expect(await isLetIn(page, turn().url('tcp'), turn().credential(Date.now() + hour))).toBe(true);
    expect(await isLetIn(page, turn().url('tcp'), turn().credential(Date.now() - hour))).toBe(false);
    expect(await isLetIn(page, turn().url('tcp'), { ...turn().credential(Date.now() + hour), credential: 'guessed' })).toBe(false);
  });
});
