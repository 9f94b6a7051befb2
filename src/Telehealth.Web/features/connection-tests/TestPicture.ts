import { audioContext } from '../consults/media/browser';

const width = 640;
const height = 360;
const framesPerSecond = 25;
const toneHz = 440;

/**
 * A video of noise and a tone, to fill the line with. The person's own camera serves worse: a dark room needs few bits, so the
 * line would look slow, and nobody's video has to leave the device for a test.
 */
export class TestPicture {
  readonly video: MediaStreamTrack;
  readonly audio: MediaStreamTrack;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #tone: OscillatorNode;

  constructor() {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const drawing = canvas.getContext('2d');
    const noise = noiseTile(drawing);
    this.#timer = setInterval(() => {
      // Shifted at random, the noise of no frame can be told from that of the one before.
      if (noise) drawing?.putImageData(noise, -Math.floor(Math.random() * width), -Math.floor(Math.random() * height));
    }, 1000 / framesPerSecond);
    this.video = first(canvas.captureStream(framesPerSecond));
    const context = audioContext();
    const out = context.createMediaStreamDestination();
    this.#tone = context.createOscillator();
    this.#tone.frequency.value = toneHz;
    this.#tone.connect(out);
    this.#tone.start();
    this.audio = first(out.stream);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#tone.stop();
    this.video.stop();
    this.audio.stop();
  }
}

/** Twice as wide and high as the frame, so that it covers the frame wherever it is shifted to. */
function noiseTile(drawing: CanvasRenderingContext2D | null): ImageData | null {
  const tile = drawing?.createImageData(2 * width, 2 * height) ?? null;
  if (!tile) return null;
  const pixels = new Uint32Array(tile.data.buffer);
  for (let index = 0; index < pixels.length; index++) pixels[index] = 0xff000000 | Math.floor(Math.random() * 0x1000000);
  return tile;
}

function first(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (!track) throw new DOMException('The browser gave no track.', 'NotSupportedError');
  return track;
}
