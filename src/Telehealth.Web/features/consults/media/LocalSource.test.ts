import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LocalSource, rememberedDevice } from './LocalMedia';

/** What a browser hands out: stands at the border of the process. */
class BrowserTrack extends EventTarget {
  readonly muted = false;
  stopped = false;
  constructor(readonly deviceId: string) {
    super();
  }
  stop(): void {
    this.stopped = true;
  }
  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
  }
}

const opened: BrowserTrack[] = [];
const openTrack = (deviceId: string | null): Promise<MediaStreamTrack> => {
  const track = new BrowserTrack(deviceId ?? 'built-in');
  opened.push(track);
  return Promise.resolve(track as unknown as MediaStreamTrack);
};

beforeEach(() => {
  opened.length = 0;
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('another camera is taken at once while the camera is on, and the first one goes dark', async () => {
  const camera = new LocalSource('camera', openTrack);
  await camera.start();
  await camera.choose('usb');
  expect(opened.map((track) => [track.deviceId, track.stopped])).toEqual([
    ['built-in', true],
    ['usb', false],
  ]);
  expect(camera.deviceId).toBe('usb');
});

test('choosing a camera that is off switches nothing on, and is kept for when it is', async () => {
  const camera = new LocalSource('camera', openTrack);
  await camera.choose('usb');
  expect(opened).toEqual([]);
  await new LocalSource('camera', openTrack).start();
  expect(opened.map((track) => track.deviceId)).toEqual(['usb']);
});

test('the camera of the other side is kept as the chosen one', async () => {
  const camera = new LocalSource('camera', openTrack);
  await camera.start();
  await camera.exchange(() => openTrack('back'));
  expect(opened.map((track) => track.stopped)).toEqual([true, false]);
  expect(rememberedDevice('camera')).toBe('back');
});
