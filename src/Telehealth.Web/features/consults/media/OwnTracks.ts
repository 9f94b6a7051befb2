import type { MidSource } from '../../../lib/contracts/consults';
import type { MediaSource } from '../../../lib/contracts/domain/consults';
import { audioPreference, cameraEncodings, everyLayer, restAbove, screenEncodings } from './encodings';

// Newer than TypeScript's own description of browsers.
type CodecEncoding = RTCRtpEncodingParameters & { codec?: RTCRtpCodec };

const ignored = (): void => undefined;

/** What this participant sends on one peer connection: the m-line of each source, and how many of its layers are worth sending. */
export class OwnTracks {
  readonly #transceivers = new Map<MediaSource, RTCRtpTransceiver>();
  // A sender's parameters are read, changed and set; two of those at a time would fail the second.
  #settling: Promise<void> = Promise.resolve();
  #soundRepeated = false;

  /**
   * @param wanted by source, as the relay told last; it outlives this connection.
   * @param layered whether the camera is offered in several sizes.
   */
  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly wanted: ReadonlyMap<MediaSource, number>,
    layered: boolean,
  ) {
    this.#transceivers.set('microphone', pc.addTransceiver('audio', { direction: 'sendonly' }));
    this.#transceivers.set('camera', addCamera(pc, layered));
    this.#preferRedundancySecond();
  }

  has(transceiver: RTCRtpTransceiver): boolean {
    return [...this.#transceivers.values()].includes(transceiver);
  }

  /** Sends this track on the source's m-line from now on. True when the change needs a new offer. */
  send(source: MediaSource, track: MediaStreamTrack | null): boolean {
    const transceiver = this.#transceivers.get(source);
    if (source === 'screen') return this.#sendScreen(transceiver, track);
    void transceiver?.sender.replaceTrack(track).catch(ignored);
    return false;
  }

  /** To be told to the relay together with the offer. */
  sources(): MidSource[] {
    const sources: MidSource[] = [];
    for (const [source, transceiver] of this.#transceivers) {
      if (transceiver.mid !== null && transceiver.direction === 'sendonly') sources.push({ mid: transceiver.mid, source });
    }
    return sources;
  }

  /** Brings the encoders in line with what is watched. */
  settle(): void {
    this.#settling = this.#settling.then(() => this.#settle()).catch(ignored);
  }

  /** Where the relay took RED and the browser can change the codec of a running track; elsewhere nothing happens. */
  repeatSound(on: boolean): void {
    if (on === this.#soundRepeated) return;
    this.#soundRepeated = on;
    this.#settling = this.#settling.then(() => this.#chooseSoundCodec(on ? 'audio/red' : 'audio/opus')).catch(ignored);
  }

  async #chooseSoundCodec(mime: string): Promise<void> {
    const sender = this.#transceivers.get('microphone')?.sender;
    const parameters: RTCRtpSendParameters | undefined = sender?.getParameters();
    const codec = parameters?.codecs.find((one) => one.mimeType.toLowerCase() === mime);
    if (!sender || !parameters || !codec) return;
    const { mimeType, clockRate, channels, sdpFmtpLine } = codec;
    const encodings: CodecEncoding[] = parameters.encodings.map((one) => ({
      ...one,
      codec: { mimeType, clockRate, ...(channels ? { channels } : {}), ...(sdpFmtpLine ? { sdpFmtpLine } : {}) },
    }));
    await sender.setParameters({ ...parameters, encodings });
  }

  async #settle(): Promise<void> {
    for (const [source, transceiver] of this.#transceivers) {
      // Audio is always worth sending; and before the first answer there is nothing to rest.
      if (source === 'microphone' || transceiver.currentDirection === null) continue;
      const before = transceiver.sender.getParameters();
      const after = {
        ...before,
        encodings: restAbove(before.encodings, this.wanted.get(source) ?? everyLayer),
        ...(source === 'screen' ? { degradationPreference: 'maintain-resolution' as const } : {}),
      };
      // A browser may begin again with a key frame whenever parameters are set, so only a difference is.
      if (JSON.stringify(after) !== JSON.stringify(before)) await transceiver.sender.setParameters(after).catch(ignored);
    }
  }

  // A screen comes and goes, and its slot at the others with it; microphone and camera keep theirs.
  #sendScreen(transceiver: RTCRtpTransceiver | undefined, track: MediaStreamTrack | null): boolean {
    if (!transceiver) {
      if (!track) return false;
      this.#transceivers.set('screen', this.pc.addTransceiver(track, { direction: 'sendonly', sendEncodings: screenEncodings() }));
    } else {
      transceiver.direction = track ? 'sendonly' : 'inactive';
      void transceiver.sender.replaceTrack(track).catch(ignored);
    }
    return true;
  }

  #preferRedundancySecond(): void {
    const codecs = RTCRtpSender.getCapabilities('audio')?.codecs ?? [];
    try {
      this.#transceivers.get('microphone')?.setCodecPreferences(audioPreference(codecs));
    } catch {
      // Without it the browser's own order stands, which begins with Opus too.
    }
  }
}

/** Not every browser knows temporal layers, and one that does not may refuse the whole line for them. */
function addCamera(pc: RTCPeerConnection, layered: boolean): RTCRtpTransceiver {
  try {
    return pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: cameraEncodings(layered, true) });
  } catch {
    return pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: cameraEncodings(layered, false) });
  }
}
