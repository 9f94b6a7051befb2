import { storeUnavailableCode } from '../contracts/codes';
import { newCommandId, type Fault, type Outcome } from './outcome';

/** A bug, a gateway or a lost line: it may have happened all the same. */
export function mayHaveHappened(fault: Fault): boolean {
  return (
    fault.reason !== 'refused' ||
    fault.code === 'link.failed' ||
    fault.code === 'server.failed' ||
    fault.code === storeUnavailableCode ||
    /^http\.5\d\d$/.test(fault.code)
  );
}

/**
 * Owns the id of what a form is trying. The id is kept only while it is not known whether the
 * command happened, so that sending it again makes it happen once. Whatever was answered is over: a
 * refusal stands under its id for ever, and what a person has corrected goes out under a new one.
 */
export class Tries {
  readonly #unanswered = new Map<string, string>();

  /** @param about what is tried. As long as the answer is not known, the same goes out with the same id, whatever else has changed. */
  async send<T>(about: string, send: (commandId: string) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const commandId = this.#unanswered.get(about) ?? newCommandId();
    this.#unanswered.set(about, commandId);
    const outcome = await send(commandId);
    if (outcome.error === null || !mayHaveHappened(outcome.error)) this.#unanswered.delete(about);
    return outcome;
  }
}
