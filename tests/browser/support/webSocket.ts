import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const opText = 1;
const opClose = 8;
const opPing = 9;
const opPong = 10;

/** As much of a WebSocket client (RFC 6455) as a browser's remote control and a hub need; Node 20 brings none. */
export class TextSocket {
  private pending: Buffer = Buffer.alloc(0);
  private parts: Buffer[] = [];

  private constructor(
    private readonly socket: Socket,
    private readonly onText: (text: string) => void,
  ) {
    socket.on('data', (data) => this.take(data));
    socket.on('error', () => socket.destroy());
  }

  /** @param headers what the request carries besides, such as a cookie. */
  static async open(
    host: string,
    port: number,
    path: string,
    onText: (text: string) => void,
    headers: Record<string, string> = {},
  ): Promise<TextSocket> {
    const socket = connect(port, host);
    const key = randomBytes(16).toString('base64');
    const more = Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${more}\r\n`,
    );
    const rest = await new Promise<Buffer>((done, fail) => {
      let head: Buffer = Buffer.alloc(0);
      const hear = (data: Buffer): void => {
        head = Buffer.concat([head, data]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        socket.off('data', hear).off('error', fail);
        if (head.toString('latin1').startsWith('HTTP/1.1 101')) done(head.subarray(end + 4));
        else fail(new Error(`No WebSocket at ${path}: ${head.toString('latin1').split('\r\n')[0]}`));
      };
      socket.on('data', hear).once('error', fail);
    });
    const opened = new TextSocket(socket, onText);
    opened.take(rest);
    return opened;
  }

  send(text: string): void {
    this.write(opText, Buffer.from(text));
  }

  close(): void {
    this.socket.destroy();
  }

  private write(op: number, payload: Buffer): void {
    const { length } = payload;
    const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    head[0] = 0x80 | op;
    head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
    if (head.length === 4) head.writeUInt16BE(length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    const mask = randomBytes(4);
    this.socket.write(Buffer.concat([head, mask, payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]));
  }

  private take(data: Buffer): void {
    this.pending = Buffer.concat([this.pending, data]);
    for (let length = this.takeFrame(); length > 0; length = this.takeFrame()) this.pending = this.pending.subarray(length);
  }

  /** How many bytes the frame at the front took; 0 while it is not whole. A server masks nothing. */
  private takeFrame(): number {
    const { pending } = this;
    if (pending.length < 2) return 0;
    const short = pending.readUInt8(1) & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (pending.length < head) return 0;
    const length = short === 126 ? pending.readUInt16BE(2) : short === 127 ? Number(pending.readBigUInt64BE(2)) : short;
    if (pending.length < head + length) return 0;
    this.hear(pending.readUInt8(0), Buffer.from(pending.subarray(head, head + length)));
    return head + length;
  }

  private hear(first: number, payload: Buffer): void {
    const op = first & 0x0f;
    if (op === opPing) return this.write(opPong, payload);
    if (op === opClose) return this.close();
    if (op > opText + 1) return;
    this.parts.push(payload);
    if ((first & 0x80) === 0) return;
    this.onText(Buffer.concat(this.parts.splice(0)).toString('utf8'));
  }
}
