import { expect, test } from 'vitest';
import { offersTransport, onlyTransport } from './candidates';

const udp = 'a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host';
const tcp = 'a=candidate:2 1 tcp 1671430143 192.0.2.1 40000 typ host tcptype passive';
const sdp = ['v=0', udp, tcp, 'a=end-of-candidates', ''].join('\r\n');

test('an answer is cut down to one transport and stays whole besides', () => {
  expect(onlyTransport(sdp, 'udp')).toBe(['v=0', udp, 'a=end-of-candidates', ''].join('\r\n'));
  expect(onlyTransport(sdp, 'tcp')).toBe(['v=0', tcp, 'a=end-of-candidates', ''].join('\r\n'));
});

test('a relay that takes no TCP is told from one that is blocked', () => {
  expect(offersTransport(sdp, 'tcp')).toBe(true);
  expect(offersTransport(onlyTransport(sdp, 'udp'), 'tcp')).toBe(false);
});
