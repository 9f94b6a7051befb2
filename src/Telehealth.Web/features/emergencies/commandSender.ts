import { type ReadonlySignal, signal } from '@preact/signals';
import type { DispatchHub } from '../../lib/contracts/dispatching';
import type { HubCalls } from '../../lib/realtime/HubLink';
import { type Fault, newCommandId, type Outcome } from '../../lib/realtime/outcome';
import { announce } from '../../lib/ui/Announcer';

/** How a screen sends a command: which one waits for its answer, and why the last one was refused. */
export interface IncidentCommands {
  /** The name of the command that waits for its answer. */
  readonly busy: ReadonlySignal<string | null>;
  readonly fault: ReadonlySignal<Fault | null>;
  /** @param done is read out once the command has succeeded. */
  ask<T>(name: string, send: (hub: HubCalls<DispatchHub>, commandId: string) => Promise<Outcome<T>>, done?: string): Promise<Outcome<T>>;
}

/** A connection that keeps sending one command until the server has answered it. */
export interface CommandLink {
  sendUntilAnswered<T>(send: (hub: HubCalls<DispatchHub>) => Promise<Outcome<T>>): Promise<Outcome<T>>;
}

/** Sends the commands of one console. A refusal stays beside what was asked; it is never a message that passes. */
export class CommandSender implements IncidentCommands {
  readonly busy = signal<string | null>(null);
  readonly fault = signal<Fault | null>(null);

  constructor(private readonly link: CommandLink) {}

  async ask<T>(
    name: string,
    send: (hub: HubCalls<DispatchHub>, commandId: string) => Promise<Outcome<T>>,
    done?: string,
  ): Promise<Outcome<T>> {
    const commandId = newCommandId();
    const outcome = await this.track(name, () => this.link.sendUntilAnswered((hub) => send(hub, commandId)));
    if (outcome.error === null && done !== undefined) {
      announce(done);
    }
    return outcome;
  }

  /** For a command that goes another way than through the hub. */
  async track<T>(name: string, send: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    this.busy.value = name;
    this.fault.value = null;
    const outcome = await send();
    this.busy.value = null;
    this.fault.value = outcome.error;
    return outcome;
  }

  /** What was refused belongs to a dialog or an incident that is closed now. */
  forget(): void {
    this.fault.value = null;
  }
}
