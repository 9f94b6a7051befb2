import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';

describe('More pages of one person than the server connects', () => {
  const { devices } = useTelehealth('crowded', { Access__HubConnectionsPerPerson: '1' });

  it('leave the newest connected, and the oldest says so, waits, and comes back by itself', async () => {
    const oldest = await devices().enter('chloe');
    await isLive(oldest);
    const sockets: string[] = [];
    oldest.on('websocket', (socket) => sockets.push(socket.url()));
    const newest = await devices().page('newest');
    await devices().signInOn(newest, 'chloe');
    await isLive(newest);

    await oldest.getByText('Too many pages are open').waitFor();
    expect(await seriousFindings(oldest)).toEqual([]);
    await oldest.setViewportSize({ width: 390, height: 844 });
    expect(await seriousFindings(oldest), 'on a phone').toEqual([]);
    await newest.close();
    await isLive(oldest);
    expect(sockets.length, 'tries until it was let in').toBeLessThanOrEqual(3);
  });
});
