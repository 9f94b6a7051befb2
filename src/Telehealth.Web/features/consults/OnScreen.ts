import type { MediaSource } from '../../lib/contracts/domain/consults';
import { pictureHeight } from './pictureHeight';

export interface ShownTrack {
  readonly participantId: string;
  readonly source: MediaSource;
  /** In the screen's own pixels; 0 while it cannot be seen. */
  readonly height: number;
}

interface Shown {
  readonly participantId: string;
  readonly source: MediaSource;
  readonly whole: boolean;
  seen: boolean;
}

// Dragging a window's edge changes sizes many times a second; a video that is new should not wait as long.
const settledMs = 250;
const newMs = 40;

/** Knows which videos are on the screen and how large, so that the relay sends no more than can be seen. */
export class OnScreen {
  readonly #shown = new Map<HTMLVideoElement, Shown>();
  readonly #sizes = new ResizeObserver(() => this.#soon(settledMs));
  readonly #sight = new IntersectionObserver((entries) => this.#seen(entries));
  readonly #changed = (): void => this.#soon(settledMs);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = 0;
  #told = '';

  constructor(private readonly tell: (tracks: ShownTrack[]) => void) {
    document.addEventListener('visibilitychange', this.#changed);
    // The window was moved to a screen of another density.
    addEventListener('resize', this.#changed);
  }

  /** From now on the element shows this track; call the answer when it does not any more. */
  show(element: HTMLVideoElement, participantId: string, source: MediaSource, whole: boolean): () => void {
    this.#shown.set(element, { participantId, source, whole, seen: true });
    this.#sizes.observe(element);
    this.#sight.observe(element);
    element.addEventListener('resize', this.#changed);
    this.#soon(newMs);
    return () => {
      this.#shown.delete(element);
      this.#sizes.unobserve(element);
      this.#sight.unobserve(element);
      element.removeEventListener('resize', this.#changed);
      this.#soon(settledMs);
    };
  }

  /** The server has forgotten, so it is told again whatever was told before. */
  tellAgain(): void {
    this.#told = '';
    this.#soon(newMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#changed);
    removeEventListener('resize', this.#changed);
    this.#sizes.disconnect();
    this.#sight.disconnect();
    this.#shown.clear();
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const shown = entry.target instanceof HTMLVideoElement ? this.#shown.get(entry.target) : undefined;
      if (shown) shown.seen = entry.isIntersecting;
    }
    this.#soon(settledMs);
  }

  #soon(ms: number): void {
    const due = performance.now() + ms;
    // What is already due sooner is not put off by a later change.
    if (this.#timer !== undefined && this.#dueAt <= due) return;
    clearTimeout(this.#timer);
    this.#dueAt = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#say();
    }, ms);
  }

  #say(): void {
    const tracks = [...this.#shown].map(([element, { participantId, source, whole, seen }]): ShownTrack => {
      const visible = seen && document.visibilityState === 'visible';
      const slot = { width: element.clientWidth, height: element.clientHeight };
      const picture = { width: element.videoWidth, height: element.videoHeight };
      return { participantId, source, height: visible ? pictureHeight(slot, picture, whole, devicePixelRatio) : 0 };
    });
    const words = JSON.stringify(tracks);
    if (words === this.#told) return;
    this.#told = words;
    this.tell(tracks);
  }
}
