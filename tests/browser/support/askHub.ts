import type { Page } from 'playwright-core';

/** One question to a hub over a connection of its own, with the page's own session; answers with the hub's reply. */
export async function askHub(page: Page, hub: string, method: string, ...args: unknown[]): Promise<unknown> {
  return await page.evaluate(
    async ({ hub, method, args }) => {
      // SignalR's JSON protocol ends each message with this character.
      const end = '\u001e';
      const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/hub/${hub}`);
      try {
        return await new Promise<unknown>((done, fail) => {
          socket.onerror = socket.onclose = () => fail(new Error(`/hub/${hub} did not answer ${method}.`));
          socket.onopen = () =>
            socket.send(
              JSON.stringify({ protocol: 'json', version: 1 }) +
                end +
                JSON.stringify({ type: 1, invocationId: '1', target: method, arguments: args }) +
                end,
            );
          socket.onmessage = ({ data }) => {
            for (const part of String(data)
              .split(end)
              .filter((text) => text !== '')) {
              const message = JSON.parse(part) as { type?: number; invocationId?: string; result?: unknown; error?: string };
              if (message.error !== undefined) fail(new Error(message.error));
              if (message.type === 3 && message.invocationId === '1') done(message.result);
            }
          };
        });
      } finally {
        socket.close();
      }
    },
    { hub, method, args },
  );
}
