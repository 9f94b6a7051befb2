/** What is asked of the browser's encoder for one track: one entry for each layer, the smallest first. */
export type Layers = readonly RTCRtpEncodingParameters[];

interface CameraLayer {
  readonly rid: string;
  readonly scale: number;
  readonly maxBitrateBps: number;
}

// 180, 360 and 720 lines of a 720p camera: a phone's tile, a window of several people, one person alone.
const cameraLayers: readonly CameraLayer[] = [
  { rid: 'q', scale: 4, maxBitrateBps: 150_000 },
  { rid: 'h', scale: 2, maxBitrateBps: 500_000 },
  { rid: 'f', scale: 1, maxBitrateBps: 1_700_000 },
];

// Two temporal layers let the relay halve the frame rate for one receiver without a new key frame.
const temporalMode = 'L1T2';

type TemporalEncoding = RTCRtpEncodingParameters & { scalabilityMode?: string };

/** @param layered false for the largest video alone, which is what a relay without simulcast can use. */
export function cameraEncodings(layered: boolean, temporal: boolean): TemporalEncoding[] {
  const mode = temporal ? { scalabilityMode: temporalMode } : {};
  if (layered)
    return cameraLayers.map(({ rid, scale, maxBitrateBps }) => ({ rid, scaleResolutionDownBy: scale, maxBitrate: maxBitrateBps, ...mode }));
  return cameraLayers.slice(-1).map(({ maxBitrateBps }) => ({ maxBitrate: maxBitrateBps, ...mode }));
}

/** Whether a description speaks of layers at all. */
export const speaksOfLayers = (sdp: string): boolean => /^a=simulcast:/m.test(sdp);

/** A screen is text first: one full layer, few frames. */
export const screenEncodings = (): RTCRtpEncodingParameters[] => [{ maxBitrate: 2_500_000 }];

/** @param wanted how many layers anybody watches, from the smallest; the encoder rests the others, and all of them at 0. */
export const restAbove = (encodings: Layers, wanted: number): RTCRtpEncodingParameters[] =>
  encodings.map((encoding, index) => ({ ...encoding, active: index < wanted }));

/** All layers until the relay says otherwise. */
export const everyLayer = cameraLayers.length;

const mimeIs =
  (mime: string) =>
  (codec: RTCRtpCodec): boolean =>
    codec.mimeType.toLowerCase() === mime;

/** Opus as the browser likes it, then RED, which a lossy link may be switched to, then the rest. */
export function audioPreference(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const first = codecs.filter(mimeIs('audio/opus'));
  const second = codecs.filter(mimeIs('audio/red'));
  return [...first, ...second, ...codecs.filter((codec) => !first.includes(codec) && !second.includes(codec))];
}
