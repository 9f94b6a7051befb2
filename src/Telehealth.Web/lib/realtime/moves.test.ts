import { createRequire } from 'node:module';
import { effect } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HubLink, type LinkState } from './HubLink';

interface Socket {
  send(text: string): void;
  close(): void;
  on(name: 'message', heard: (data: unknown) => void): void;
}

interface Server {
  on(name: 'connection', came: (socket: Socket) => void): void;
  address(): { port: number };
  close(): void;
}

interface Invocation {
  type: number;
  invocationId: string;
  target: string;
}

// What the SignalR client itself connects with outside of a browser.
const { Server: WebSocketServer } = createRequire(import.meta.url)('ws') as { Server: new (options: { port: number }) => Server };

const separator = '\u001e';

/** A node as far as a page's connection goes: it answers every call at once, but those that are called `Slow` when it is told to. */
class Node {
  readonly sockets: Socket[] = [];
  readonly answered: string[] = [];
  readonly #slow: (() => void)[] = [];
  readonly #server = new WebSocketServer({ port: 0 });

  constructor() {
    this.#server.on('connection', (socket) => {
      const connection = this.sockets.push(socket);
      socket.on('message', (data) => {
        for (const text of String(data).split(separator).filter(Boolean)) this.#hear(socket, connection, JSON.parse(text) as Invocation);
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.address().port}/hub/any`;
  }

  tell(socket: number, target: string, argument: unknown): void {
    this.sockets[socket]?.send(JSON.stringify({ type: 1, target, arguments: [argument] }) + separator);
  }

  answerSlow(): void {
    for (const answer of this.#slow.splice(0)) answer();
  }

  get slowOnes(): number {
    return this.#slow.length;
  }

  end(): void {
    for (const socket of this.sockets) socket.close();
    this.#server.close();
  }

  #hear(socket: Socket, connection: number, message: Invocation): void {
    if (message.type === undefined) socket.send(`{}${separator}`);
    if (message.type !== 1) return;
    const answer = (): void => {
      this.answered.push(`${message.target} ${connection}`);
      socket.send(
        JSON.stringify({ type: 3, invocationId: message.invocationId, result: { value: message.target, error: null } }) + separator,
      );
    };
    if (message.target === 'Slow') this.#slow.push(answer);
    else answer();
  }
}

interface Hub {
  Slow(): Promise<{ value: string; error: null }>;
  Quick(): Promise<{ value: string; error: null }>;
}

describe('a page whose node ends', () => {
  let node: Node;
  let link: HubLink<Hub, object>;
  let states: LinkState[];

  beforeEach(async () => {
    vi.stubGlobal('addEventListener', () => undefined);
    vi.stubGlobal('removeEventListener', () => undefined);
    node = new Node();
    link = new HubLink<Hub, object>(node.url, async () => true);
    states = [];
    effect(() => void states.push(link.state.value));
    link.start();
    await vi.waitFor(() => expect(link.state.value).toBe('live'));
  });

  afterEach(async () => {
    await link.stop();
    node.end();
    vi.unstubAllGlobals();
  });

  it('waits for what it has asked, is connected again, and shows nothing of it', async () => {
    const broughtOn: number[] = [];
    link.onLive(() => void broughtOn.push(node.sockets.length));
    const begun = link.call.Slow();
    await vi.waitFor(() => expect(node.slowOnes).toBe(1));

    node.tell(0, 'Move', { to: null, withinMs: 10_000 });
    await vi.waitFor(async () => {
      // What is asked meanwhile waits for the other node.
      const asked = link.call.Quick();
      node.answerSlow();
      expect(await asked).toEqual({ value: 'Quick', error: null });
      expect(node.answered).toContain('Quick 2');
    }, 5_000);

    expect(await begun).toEqual({ value: 'Slow', error: null });
    expect(node.answered).toContain('Slow 1');
    await vi.waitFor(() => expect(broughtOn).toContain(2));
    expect(node.sockets).toHaveLength(2);
    expect(states).toEqual(['connecting', 'live']);
  });

  it('says that it is not connected when no other node answers', async () => {
    node.tell(0, 'Move', { to: null, withinMs: 1_000 });
    node.end();

    await vi.waitFor(() => expect(link.state.value).toBe('reconnecting'), 15_000);
  }, 20_000);
});
