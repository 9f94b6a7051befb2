import { expect, test } from 'vitest';
import { receivedBytes, SilenceWatch } from './SilenceWatch';

/** How many looks in a row at the same number of bytes it takes until a new connection is made. */
function looksUntilNew(watch: SilenceWatch, connection: number, bytes: number, state: RTCPeerConnectionState = 'connected'): number {
  for (let looks = 1; looks <= 100; looks++) if (watch.look(connection, bytes, state)) return looks;
  return Infinity;
}

test('a connection that calls itself connected and brings nothing for ten seconds is made anew', () => {
  const watch = new SilenceWatch();
  expect(watch.look(1, 500, 'connected')).toBe(false);
  expect(looksUntilNew(watch, 1, 500)).toBe(5);
});

test('the reports of a room in which everybody is muted keep the connection', () => {
  const watch = new SilenceWatch();
  for (let second = 1; second < 200; second++) expect(watch.look(1, 60 * second, 'connected')).toBe(false);
});

test('each new connection that brings nothing either is given twice the time, and the first bytes end that', () => {
  const watch = new SilenceWatch();
  expect(looksUntilNew(watch, 1, 0)).toBe(5);
  expect(looksUntilNew(watch, 2, 0)).toBe(10);
  expect(looksUntilNew(watch, 3, 0)).toBe(20);
  expect(looksUntilNew(watch, 4, 0)).toBe(30);
  expect(looksUntilNew(watch, 5, 0)).toBe(30);
  watch.look(6, 100, 'connected');
  expect(looksUntilNew(watch, 6, 100)).toBe(5);
});

test('a connection on its way is given longer, and one that says itself that it broke is left to its own mending', () => {
  expect(looksUntilNew(new SilenceWatch(), 1, 0, 'connecting')).toBe(10);
  expect(looksUntilNew(new SilenceWatch(), 1, 0, 'disconnected')).toBe(Infinity);
});

test('a browser that counts nothing is believed', () => {
  const watch = new SilenceWatch();
  expect(receivedBytes([{ id: 'a', type: 'inbound-rtp' }])).toBe(null);
  for (let looks = 0; looks < 50; looks++) expect(watch.look(1, null, 'connected')).toBe(false);
});

test('bytes are read of the transport, or of the pair that carries it', () => {
  expect(receivedBytes([{ id: 't', type: 'transport', bytesReceived: 7 }])).toBe(7);
  expect(
    receivedBytes([
      { id: 't', type: 'transport', selectedCandidatePairId: 'p' },
      { id: 'x', type: 'candidate-pair', bytesReceived: 1 },
      { id: 'p', type: 'candidate-pair', bytesReceived: 9 },
    ]),
  ).toBe(9);
  expect(receivedBytes([{ id: 'p', type: 'candidate-pair', nominated: true, bytesReceived: 3 }])).toBe(3);
});
