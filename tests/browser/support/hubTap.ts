import type { Page, WebSocketRoute } from 'playwright-core';

// SignalR's JSON protocol ends each message with this character.
const end = '\u001e';

interface HubMessage {
  type: number;
  target?: string;
  arguments?: unknown[];
}

/** Stands on the wire between a page and a hub: hears what the page asks, and can say what a server would say. */
export class HubTap {
  private page: WebSocketRoute | null = null;
  private readonly asked: HubMessage[] = [];

  private constructor() {}

  /** Before the page connects. */
  static async on(page: Page, hub: string): Promise<HubTap> {
    const tap = new HubTap();
    await page.routeWebSocket(new RegExp(`/hub/${hub}`), (fromPage) => {
      tap.page = fromPage;
      const toServer = fromPage.connectToServer();
      fromPage.onMessage((message) => {
        tap.hear(message);
        toServer.send(message);
      });
      toServer.onMessage((message) => fromPage.send(message));
    });
    return tap;
  }

  /** The page takes it for the server's. */
  say(target: string, ...args: unknown[]): void {
    if (this.page === null) throw new Error('The page has not connected to the hub.');
    this.page.send(JSON.stringify({ type: 1, target, arguments: args }) + end);
  }

  /** The arguments of each call of this method, oldest first. */
  calls(target: string): unknown[][] {
    return this.asked.filter((one) => one.target === target).map((one) => one.arguments ?? []);
  }

  private hear(message: string | Buffer): void {
    for (const part of String(message).split(end)) {
      if (part !== '') this.asked.push(JSON.parse(part) as HubMessage);
    }
  }
}
