import { http } from '../../lib/access/http';
import { newCommandId, type Outcome } from '../../lib/realtime';

type Post = (path: string, content: object) => Promise<Outcome<unknown>>;

/** A bug, a gateway or a lost line: it may have happened all the same. */
function mayHaveHappened(error: { reason: string; code: string }): boolean {
  return error.reason !== 'refused' || error.code === 'server.failed' || /^http\.5\d\d$/.test(error.code);
}

/** Commands by HTTP. One whose answer never came keeps its id, so that pressing the button again makes it happen once and not twice. */
export class HttpOrders {
  readonly #unanswered = new Map<string, string>();

  constructor(private readonly post: Post = http.post) {}

  async send<T>(path: string, content: object): Promise<Outcome<T>> {
    const about = `${path} ${JSON.stringify(content)}`;
    const commandId = this.#unanswered.get(about) ?? newCommandId();
    this.#unanswered.set(about, commandId);
    const outcome = await this.post(path, { ...content, commandId });
    if (outcome.error === null || !mayHaveHappened(outcome.error)) {
      this.#unanswered.delete(about);
    }
    // The shape is the generated contract's.
    return outcome as Outcome<T>;
  }
}
