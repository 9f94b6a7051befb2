import { expect, test } from 'vitest';
import { identityOf, isAnotherPeer } from './answerIdentity';

const answer = (fingerprint: string, ufrag: string, session = '7') =>
  identityOf(
    `v=0\r\no=- ${session} 2 IN IP4 127.0.0.1\r\na=ice-ufrag:${ufrag}\r\na=fingerprint:sha-256 ${fingerprint}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n`,
  );

test('the same peer answers with the same words', () => {
  expect(isAnotherPeer(answer('AB:CD', 'u1'), answer('AB:CD', 'u1'), false)).toBe(false);
});

test('a new ufrag is expected of a restart and of nothing else', () => {
  expect(isAnotherPeer(answer('AB:CD', 'u1'), answer('AB:CD', 'u2'), true)).toBe(false);
  expect(isAnotherPeer(answer('AB:CD', 'u1'), answer('AB:CD', 'u2'), false)).toBe(true);
});

test('a restarted server has another certificate', () => {
  expect(isAnotherPeer(answer('AB:CD', 'u1'), answer('EF:01', 'u2'), true)).toBe(true);
});

test('a relay that has given the seat up meanwhile is another peer, even when the page only restarts its path', () => {
  expect(isAnotherPeer(answer('AB:CD', 'u1', '7'), answer('AB:CD', 'u2', '8'), true)).toBe(true);
});
