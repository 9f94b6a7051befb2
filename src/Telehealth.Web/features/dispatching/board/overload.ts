import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { DispatchMode } from '../../../lib/contracts/dispatching';
import { announce } from '../../../lib/ui/Announcer';
import { overloadText } from './overloadText';

/** Whether more waits than the units that are free can take, and the one time that a change of it is read out. */
export class Overload {
  readonly #on = computed(() => this.mode.value?.overload ?? null);
  #readOut = false;

  constructor(readonly mode: ReadonlySignal<DispatchMode | null>) {}

  /** Call the answer to stop. */
  start(): () => void {
    return effect(() => this.#announce(this.#on.value));
  }

  /** Once, when it changes: a board that opens in the usual mode has nothing to say. */
  #announce(overload: boolean | null): void {
    const mode = this.mode.peek();
    if (mode !== null && overload !== null && overload !== this.#readOut) {
      this.#readOut = overload;
      announce(overloadText(mode));
    }
  }
}
