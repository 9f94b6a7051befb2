import { expect, test } from 'vitest';
import { countsOf, pathOf, plus, soundLossOf, type StatsEntry } from './statsSample';

const inbound = (counts: Partial<StatsEntry>): StatsEntry => ({ id: 'i', type: 'inbound-rtp', ...counts });
const local = (counts: Partial<StatsEntry>): StatsEntry[] => [
  { id: 't', type: 'transport', selectedCandidatePairId: 'p' },
  { id: 'p', type: 'candidate-pair', localCandidateId: 'l' },
  { id: 'l', type: 'local-candidate', ...counts },
];

test('freezes, frames and invented sound are summed over all that is received', () => {
  const counts = countsOf([
    inbound({ freezeCount: 2, totalFreezesDuration: 1.25, framesDropped: 3, framesDecoded: 100 }),
    inbound({ concealedSamples: 480, totalSamplesReceived: 48_000 }),
    { id: 'o', type: 'outbound-rtp', framesDropped: 9 },
  ]);
  expect(counts).toEqual({
    freezes: 2,
    frozenMs: 1250,
    framesDropped: 3,
    framesDecoded: 100,
    concealedSamples: 480,
    receivedSamples: 48_000,
  });
});

test('counts of a connection that was replaced are not lost', () => {
  const before = countsOf([inbound({ freezeCount: 2 })]);
  expect(plus(before, countsOf([inbound({ freezeCount: 1 })])).freezes).toBe(3);
});

test('the loss of the own sound is what the relay reports of it', () => {
  expect(
    soundLossOf([
      { id: 'v', type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0.2 },
      { id: 'a', type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.04 },
    ]),
  ).toBe(0.04);
  expect(soundLossOf([])).toBeNull();
});

test('the way is that of the selected pair', () => {
  expect(pathOf(local({ candidateType: 'prflx', protocol: 'udp' }))).toBe('udp');
  expect(pathOf(local({ candidateType: 'host', protocol: 'tcp' }))).toBe('tcp');
  expect(pathOf(local({ candidateType: 'relay', protocol: 'udp' }))).toBe('relay');
});

test('a browser that names no transport is read by its nominated pair', () => {
  expect(
    pathOf([
      { id: 'p', type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'l' },
      { id: 'l', type: 'local-candidate', protocol: 'udp', candidateType: 'host' },
    ]),
  ).toBe('udp');
  expect(pathOf([])).toBe('unknown');
});
