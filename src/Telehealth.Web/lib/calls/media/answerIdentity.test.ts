import { expect, test } from 'vitest';
import { identityOf, isAnotherPeer } from './answerIdentity';

const answer = (fingerprint: string, ufrag: string) => identityOf(`v=0\r\na=ice-ufrag:${ufrag}\r\na=fingerprint:sha-256 ${fingerprint}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n`);

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
