import { expect, test } from 'vitest';
import { speedOf } from './speed';
import { bitrateText, type Findings, verdictOf } from './verdict';

const through = { state: 'flows', afterMs: 300 } as const;
const stopped = { state: 'blocked' } as const;
const fast = { upBps: 2_000_000, downBps: 2_000_000, lossPercent: 0, roundTripMs: 20 };
const fine: Findings = { camera: 'works', microphone: 'works', udp: through, tcp: through, turn: { state: 'notOffered' }, speed: fast };

test('all well needs no advice', () => {
  expect(verdictOf(fine)).toMatchObject({ grade: 'good', advice: [] });
});

test('a blocked direct way is a limit while the second goes, and says so', () => {
  const verdict = verdictOf({ ...fine, udp: stopped });
  expect(verdict.grade).toBe('limited');
  expect(verdict.advice[0]?.what).toContain('blocks the direct way');
  expect(verdict.advice[0]?.what).toContain('second way');
});

test('where two ways are blocked the long one is left', () => {
  expect(verdictOf({ ...fine, udp: stopped, tcp: stopped, turn: through }).advice[0]?.what).toContain('long way round');
});

test('a patient reads no names of protocols', () => {
  const all = [
    { ...fine, udp: stopped },
    { ...fine, udp: stopped, tcp: stopped, turn: through },
    { ...fine, udp: stopped, tcp: stopped, turn: stopped },
  ];
  for (const found of all) expect(JSON.stringify(verdictOf(found))).not.toMatch(/UDP|TCP|TURN|relay|packet/);
});

test('no way through is bad, and points to another network', () => {
  const verdict = verdictOf({ ...fine, udp: stopped, tcp: stopped, turn: stopped, speed: null });
  expect(verdict.grade).toBe('bad');
  expect(verdict.advice[0]?.next).toContain('mobile data');
});

test('a way that the server does not have is no fault of the network', () => {
  expect(verdictOf({ ...fine, tcp: { state: 'notOffered' }, turn: null }).advice).toEqual([]);
});

test('a refusal of the server is told as one', () => {
  const verdict = verdictOf({ ...fine, udp: { state: 'refused', text: 'Too many tests run now.' }, tcp: null, turn: null, speed: null });
  expect(verdict.advice[0]?.what).toContain('Too many tests run now.');
});

test('a slow way out is told from a slow way in', () => {
  expect(verdictOf({ ...fine, speed: { ...fast, upBps: 300_000 } }).advice[0]?.what).toContain('when sending');
  expect(verdictOf({ ...fine, speed: { ...fast, downBps: 300_000 } }).advice[0]?.what).toContain('when receiving');
  expect(verdictOf({ ...fine, speed: { ...fast, downBps: 50_000 } }).grade).toBe('bad');
});

test('loss and delay have a next step each', () => {
  const keys = verdictOf({ ...fine, speed: { ...fast, lossPercent: 12, roundTripMs: 500 } }).advice.map((one) => one.key);
  expect(keys).toEqual(['loss', 'delay']);
});

test('without a microphone there is no visit; without a camera there is', () => {
  expect(verdictOf({ ...fine, microphone: 'denied' }).grade).toBe('bad');
  expect(verdictOf({ ...fine, camera: 'denied' }).grade).toBe('limited');
});

test('the best second is the speed, and loss counts over the whole time', () => {
  const at = (atMs: number, bytes: number, packetsLost: number) => ({
    atMs,
    sentBytes: bytes,
    receivedBytes: bytes,
    packetsReceived: bytes / 1000,
    packetsLost,
    roundTripMs: 30,
    estimateBps: null,
  });
  const speed = speedOf([at(0, 0, 0), at(1000, 25_000, 0), at(2000, 150_000, 50)]);
  expect(speed).toMatchObject({ upBps: 1_000_000, downBps: 1_000_000, lossPercent: 25, roundTripMs: 30 });
});

test('a single look tells no speed', () => {
  expect(speedOf([])).toBeNull();
});

test('bitrates read as people say them', () => {
  expect([bitrateText(2_440_000), bitrateText(640_400)]).toEqual(['2.4 Mbit/s', '640 kbit/s']);
});
