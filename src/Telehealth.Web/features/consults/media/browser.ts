// The only file that touches navigator.mediaDevices: everything else asks here.

export interface MediaDevice {
  readonly id: string;
  readonly label: string;
}

export interface DeviceList {
  readonly microphones: readonly MediaDevice[];
  readonly cameras: readonly MediaDevice[];
  readonly speakers: readonly MediaDevice[];
}

const devices = (): MediaDevices => {
  // Absent on plain http from another machine.
  if (!('mediaDevices' in navigator)) throw new DOMException('The page is not on a secure origin.', 'SecurityError');
  return navigator.mediaDevices;
};

const only = (stream: MediaStream, kind: 'audio' | 'video'): MediaStreamTrack => {
  const track = stream.getTracks().find((one) => one.kind === kind);
  if (!track) throw new DOMException('The device gave no track.', 'NotFoundError');
  return track;
};

const exactly = (deviceId: string | null): MediaTrackConstraints => (deviceId ? { deviceId: { exact: deviceId } } : {});

/** A remembered device may be gone: then the default one is taken. */
async function orDefault(deviceId: string | null, open: (id: string | null) => Promise<MediaStreamTrack>): Promise<MediaStreamTrack> {
  try {
    return await open(deviceId);
  } catch (error) {
    const gone = error instanceof DOMException && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError');
    if (deviceId && gone) return open(null);
    throw error;
  }
}

/** Tells the encoder what must not suffer first: words in audio, smoothness in a face, sharpness in text. */
const hinted = (track: MediaStreamTrack, hint: 'speech' | 'motion' | 'detail'): MediaStreamTrack => {
  track.contentHint = hint;
  return track;
};

export const openMicrophone = (deviceId: string | null): Promise<MediaStreamTrack> =>
  orDefault(deviceId, async (id) =>
    hinted(
      only(
        await devices().getUserMedia({ audio: { ...exactly(id), echoCancellation: true, noiseSuppression: true, autoGainControl: true } }),
        'audio',
      ),
      'speech',
    ),
  );

export const openCamera = (deviceId: string | null): Promise<MediaStreamTrack> => orDefault(deviceId, (id) => cameraOf(exactly(id)));

const cameraOf = async (which: MediaTrackConstraints): Promise<MediaStreamTrack> =>
  hinted(
    only(
      await devices().getUserMedia({
        video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
      }),
      'video',
    ),
    'motion',
  );

export type Facing = 'user' | 'environment';

/**
 * Where a camera looks: to whoever holds the device, or away from them. Null where the browser does not say, as of most cameras of
 * computers.
 */
export function facingOf(track: MediaStreamTrack | null): Facing | null {
  const facing = track?.getSettings().facingMode;
  return facing === 'user' || facing === 'environment' ? facing : null;
}

export const canFlipCamera = (track: MediaStreamTrack | null, cameras: number): boolean => cameras > 1 && facingOf(track) !== null;

/** @param otherwise taken when no camera looks that way. */
export async function openCameraFacing(facing: Facing, otherwise: string | null): Promise<MediaStreamTrack> {
  try {
    return await cameraOf({ facingMode: { exact: facing } });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OverconstrainedError') return openCamera(otherwise);
    throw error;
  }
}

export async function openScreen(): Promise<MediaStreamTrack> {
  return hinted(only(await devices().getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false }), 'video'), 'detail');
}

export const canShareScreen = (): boolean => 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices;

export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

export async function listDevices(): Promise<DeviceList> {
  const found = await devices()
    .enumerateDevices()
    .catch((): MediaDeviceInfo[] => []);
  // Without permission the browser tells neither ids nor names: such entries are no choice.
  const of = (kind: MediaDeviceKind, fallback: string): MediaDevice[] =>
    found
      .filter((one) => one.kind === kind && one.deviceId !== '')
      .map((one, index) => ({ id: one.deviceId, label: one.label || `${fallback} ${index + 1}` }));
  return { microphones: of('audioinput', 'Microphone'), cameras: of('videoinput', 'Camera'), speakers: of('audiooutput', 'Speaker') };
}

export function onDevicesChanged(callback: () => void): () => void {
  if (!('mediaDevices' in navigator)) return () => undefined;
  navigator.mediaDevices.addEventListener('devicechange', callback);
  return () => navigator.mediaDevices.removeEventListener('devicechange', callback);
}

/** The page can be seen again: after a telephone call, or when the device was woken. */
export function onPageShown(callback: () => void): () => void {
  const changed = (): void => {
    if (document.visibilityState === 'visible') callback();
  };
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}

/** Whether the browser opens the device without a question to the person; false where it does not tell. */
export async function mayOpenUnasked(kind: 'microphone' | 'camera'): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: kind as PermissionName })).state === 'granted';
  } catch {
    return false;
  }
}

let context: AudioContext | null = null;

/** One for the page: browsers allow few. It may sleep until the first click. */
export function audioContext(): AudioContext {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
  return context;
}
