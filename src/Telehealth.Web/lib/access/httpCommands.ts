import { Tries, type Outcome } from '../realtime';
import { http } from './http';

type Post = (path: string, content: object) => Promise<Outcome<unknown>>;

/** Commands by HTTP. One whose answer never came keeps its id, so that pressing the button again makes it happen once and not twice. */
export class HttpCommands {
  readonly #tries = new Tries();

  constructor(private readonly post: Post = http.post) {}

  async send<T>(path: string, content: object): Promise<Outcome<T>> {
    // The shape is the generated contract's.
    return (await this.#tries.send(`${path} ${JSON.stringify(content)}`, (commandId) =>
      this.post(path, { ...content, commandId }),
    )) as Outcome<T>;
  }
}
