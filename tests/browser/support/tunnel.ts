import type { Page, WebSocketRoute } from 'playwright-core';

/** A stretch without network for one device: what is open breaks, and nothing new gets through. */
export class Tunnel {
  private readonly open = new Set<WebSocketRoute>();
  private isDark = false;

  private constructor(private readonly page: Page) {}

  /** Before the page connects. */
  static async on(page: Page): Promise<Tunnel> {
    const tunnel = new Tunnel(page);
    // The browser's own offline mode leaves sockets alone.
    await page.routeWebSocket(/\/hub\//, (fromPage) => {
      if (tunnel.isDark) {
        void fromPage.close({ code: 4000 });
        return;
      }
      tunnel.open.add(fromPage);
      fromPage.connectToServer();
    });
    return tunnel;
  }

  async enter(): Promise<void> {
    await this.cut();
    await this.page.context().setOffline(true);
  }

  /** The hub alone is gone: pages can still be loaded. */
  async cut(): Promise<void> {
    this.isDark = true;
    for (const socket of this.open) await socket.close({ code: 4000 });
    this.open.clear();
  }

  async leave(): Promise<void> {
    this.isDark = false;
    await this.page.context().setOffline(false);
  }
}
