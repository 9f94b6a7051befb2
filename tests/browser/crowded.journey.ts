import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';

describe('More pages of one person than the server connects', () => {
  const { devices } = useTelehealth('crowded', { Access__HubConnectionsPerPerson: '1' });

  it('are told so, leave the server alone, and connect by themselves when another is closed', async () => {
    const first = await devices().enter('chloe');
    await isLive(first);
    const second = await devices().page('second');
    const sockets: string[] = [];
    second.on('websocket', (socket) => sockets.push(socket.url()));
    await devices().signInOn(second, 'chloe');

    await second.getByText('Too many pages are open').waitFor();
    const tried = sockets.length;
    expect(await seriousFindings(second)).toEqual([]);
    await second.setViewportSize({ width: 390, height: 844 });
    expect(await seriousFindings(second), 'on a phone').toEqual([]);
    await first.close();
    await isLive(second);
    expect(sockets.length - tried, 'tries until it was let in').toBeLessThanOrEqual(3);
  });
});
