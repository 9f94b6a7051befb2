import { describe, expect, it } from 'vitest';
import { beginConsult } from './support/consult';
import { useTelehealth } from './support/journey';
import { relayPorts, remoteAudioIsHeard, remoteVideosAdvance } from './support/media';

describe('Two consults at once', () => {
  // The one TCP port is of all threads: a browser that begins with it shows no thread's port.
  const { devices } = useTelehealth('threads', { Media__Threads: '2', Media__TcpPort: '-1' });

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
