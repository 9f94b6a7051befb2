import { TextSocket } from './webSocket';

// SignalR's JSON protocol ends each message with this character.
const end = '\u001e';
const invocation = 1;
const completion = 3;
const ping = 6;

interface HubMessage {
  type?: number;
  target?: string;
  arguments?: unknown[];
  invocationId?: string;
  result?: { value: unknown; error: { code: string; text: string } | null };
  error?: string;
}

/** A connection to one of the server's hubs without a browser. */
export class HubSocket {
  private readonly asked = new Map<string, { done: (value: unknown) => void; fail: (error: Error) => void }>();
  private readonly handlers = new Map<string, (...args: never[]) => void>();
  private socket: TextSocket | null = null;

  private constructor() {}

  /** @param cookie of somebody who is signed in. */
  static async open(url: string, hub: string, cookie: string): Promise<HubSocket> {
    const link = new HubSocket();
    const { hostname, port, origin } = new URL(url);
    link.socket = await TextSocket.open(hostname, Number(port), `/hub/${hub}`, (text) => link.hear(text), {
      Cookie: cookie,
      Origin: origin,
    });
    link.send({ protocol: 'json', version: 1 });
    return link;
  }

  /** What the hub's method answers; its refusal is thrown. */
  call<T>(method: string, ...args: unknown[]): Promise<T> {
    const invocationId = String(this.asked.size + 1);
    return new Promise<T>((done, fail) => {
      this.asked.set(invocationId, { done: (value) => done(value as T), fail });
      this.send({ type: invocation, invocationId, target: method, arguments: args });
    });
  }

  /** One handler for each message that the hub sends by itself; the others are passed over. */
  on(target: string, handler: (...args: never[]) => void): void {
    this.handlers.set(target, handler);
  }

  close(): void {
    this.socket?.close();
  }

  private send(message: object): void {
    this.socket?.send(JSON.stringify(message) + end);
  }

  private hear(text: string): void {
    for (const part of text.split(end).filter((one) => one !== '')) {
      const message = JSON.parse(part) as HubMessage;
      // The server drops who says nothing, and asks each five seconds.
      if (message.type === ping) this.send({ type: ping });
      else if (message.type === invocation) this.handlers.get(message.target ?? '')?.(...((message.arguments ?? []) as never[]));
      else if (message.type === completion) this.answered(message);
    }
  }

  private answered({ invocationId, result, error }: HubMessage): void {
    const asked = this.asked.get(invocationId ?? '');
    const refusal = error ?? (result?.error ? `${result.error.code}: ${result.error.text}` : undefined);
    if (refusal === undefined) asked?.done(result?.value);
    else asked?.fail(new Error(refusal));
  }
}
