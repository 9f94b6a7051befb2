import { signal } from '@preact/signals';
import { notFoundCode } from '../../lib/contracts/codes';
import { type JobPhoto, mostPhotosOfJob } from '../../lib/contracts/paramedics';
import { mayPass, newCommandId, stumbled, traceOf, type Outcome } from '../../lib/realtime';
import { serverTimeNow } from '../../lib/time';
import type { KeptPhoto, PhotoStore } from './photoStore';

export interface PhotoRefusal {
  id: string;
  about: string;
  text: string;
}

/** On the device as many may wait as two jobs may have. */
const mostWaiting = 2 * mostPhotosOfJob;
const noPicture = 'The device cannot read this file as a picture.';

/** Pictures on their way to the server, apart from the statuses: a slow picture must not hold up an "on scene". */
export class PhotoOutbox {
  readonly waiting = signal<readonly KeptPhoto[]>([]);
  readonly refused = signal<readonly PhotoRefusal[]>([]);
  /** False when one of them lives only as long as the page. */
  readonly durable = signal(true);
  #sending = false;
  #isClosed = false;

  constructor(
    private readonly personId: string,
    private readonly store: PhotoStore,
    private readonly send: (photo: KeptPhoto) => Promise<Outcome<JobPhoto>>,
    private readonly sent: (photo: KeptPhoto) => void,
    private readonly shrink: (picture: Blob) => Promise<Blob | null>,
  ) {}

  async open(): Promise<void> {
    const kept = await this.store.load(this.personId);
    this.waiting.value = [...kept, ...this.waiting.peek().filter((photo) => !kept.some((known) => known.id === photo.id))];
    void this.flush();
  }

  /**
   * Why not, in words; null when it was taken. It is kept on the device as the camera made it before anything else is done with it:
   * making it smaller takes seconds, in which the page may be gone.
   */
  async add(job: { assignmentId: string; number: string }, content: Blob): Promise<string | null> {
    if (this.#isClosed) {
      return 'You are signing out on this device.';
    }
    if (this.waiting.peek().length >= mostWaiting) {
      return `${mostWaiting} pictures wait for network already. Send those first.`;
    }
    const photo: KeptPhoto = {
      id: newCommandId(),
      personId: this.personId,
      assignmentId: job.assignmentId,
      about: job.number,
      takenAt: new Date(serverTimeNow()).toISOString(),
      content,
      isRaw: true,
    };
    this.waiting.value = [...this.waiting.peek(), photo];
    if (!(await this.store.put(photo))) {
      this.durable.value = false;
    }
    if ((await this.#ready(photo)) === null) {
      return noPicture;
    }
    void this.flush();
    return null;
  }

  /** As it is sent; null for what is no picture, which is not kept any longer. */
  async #ready(photo: KeptPhoto): Promise<KeptPhoto | null> {
    if (photo.isRaw !== true) {
      return photo;
    }
    const content = await this.shrink(photo.content);
    // Signed out, or made smaller by a try to send it, in the meantime.
    const known = this.waiting.peek().find((waiting) => waiting.id === photo.id);
    if (known === undefined || known.isRaw !== true) {
      return known ?? photo;
    }
    if (content === null) {
      await this.#drop(photo);
      return null;
    }
    const { isRaw: _, ...rest } = photo;
    const ready: KeptPhoto = { ...rest, content };
    this.waiting.value = this.waiting.peek().map((waiting) => (waiting.id === photo.id ? ready : waiting));
    await this.store.put(ready);
    return ready;
  }

  async #drop(photo: KeptPhoto): Promise<void> {
    await this.store.remove(photo.id);
    this.waiting.value = this.waiting.peek().filter((waiting) => waiting.id !== photo.id);
    if (this.waiting.peek().length === 0) {
      this.durable.value = true;
    }
  }

  dismissRefused(): void {
    this.refused.value = [];
  }

  /** Unsent or not, for good: the person leaves this device. */
  async discard(): Promise<void> {
    this.#isClosed = true;
    const kept = await this.store.load(this.personId);
    await Promise.all([...kept, ...this.waiting.peek()].map((photo) => this.store.remove(photo.id)));
    this.waiting.value = [];
    this.refused.value = [];
  }

  /** One at a time; called again whenever the line is back. */
  async flush(): Promise<void> {
    if (this.#sending || this.#isClosed) {
      return;
    }
    this.#sending = true;
    try {
      for (let next = this.waiting.peek()[0]; next !== undefined; next = this.waiting.peek()[0]) {
        const photo = await this.#ready(next);
        if (photo === null) {
          this.refused.value = [...this.refused.peek(), { id: next.id, about: next.about, text: noPicture }];
          continue;
        }
        const outcome = await this.send(photo);
        if (this.#isClosed) {
          return;
        }
        if (outcome.error !== null && (mayPass(outcome.error) || stumbled(outcome.error))) {
          return;
        }
        await this.#drop(photo);
        if (outcome.error === null) {
          this.sent(photo);
        } else {
          this.refused.value = [...this.refused.peek(), { id: photo.id, about: photo.about, text: refusalText(outcome.error) }];
        }
      }
    } finally {
      this.#sending = false;
    }
  }
}

function refusalText(error: { code: string; text: string }): string {
  return error.code === notFoundCode
    ? 'A picture was not accepted: this job is no longer yours.'
    : `A picture was not accepted: ${error.text}`;
}

/** As the server wants it: the bytes themselves, who and when in the address. Never throws. */
export async function sendPhoto(photo: KeptPhoto): Promise<Outcome<JobPhoto>> {
  const query = new URLSearchParams({ commandId: photo.id, takenAt: photo.takenAt });
  try {
    const response = await fetch(`/api/jobs/${photo.assignmentId}/photos?${query.toString()}`, {
      method: 'POST',
      body: photo.content,
      credentials: 'same-origin',
      headers: { 'X-Telehealth': '1', 'Content-Type': photo.content.type, Accept: 'application/json', ...traceOf({ commandId: photo.id }) },
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) {
      return { value: answer as JobPhoto, error: null };
    }
    const problem = (answer ?? {}) as { code?: string; detail?: string };
    return {
      value: null,
      error: { reason: 'refused', code: problem.code ?? `http.${response.status}`, text: problem.detail ?? 'The server did not say why.' },
    };
  } catch {
    return { value: null, error: { reason: 'unreachable', code: 'link.unreachable', text: '' } };
  }
}
