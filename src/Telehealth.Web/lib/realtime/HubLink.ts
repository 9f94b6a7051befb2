import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { type ReadonlySignal, signal } from '@preact/signals';
import { accessSignedOutCode, hubTooManyConnectionsCode, hubTooManyRequestsCode } from '../contracts/codes';
import type { MoveHint } from '../contracts/live';
import type { Reply } from '../contracts/replies';
import { serverTimeNow } from '../time';
import { backoffDelayMs } from './backoff';
import { serverHeard } from './network';
import { failed, type Outcome, outcomeOf } from './outcome';
import { canSignInAgain, signedInAgain, throughSignIn } from './signedOut';
import { TracedHubProtocol } from './trace';

/**
 * `live` means connected and every `onLive` callback has brought what it is for, so what the
 * page shows is fresh. `refused` means signed out: for good, or until the same person has signed
 * in again. `crowded` means that this person has as many pages open as the server connects.
 */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'refused' | 'crowded';

/** The hub's own methods; a call never throws, and says why it brought nothing. */
export type HubCalls<THub> = {
  readonly [K in keyof THub]: THub[K] extends (...args: infer TArgs) => Promise<Reply<infer TValue>>
    ? (...args: TArgs) => Promise<Outcome<TValue>>
    : never;
};

/** Answers false when it brought nothing: it runs again, and until then the page is not live. */
export type LiveCallback = () => Promise<boolean | void> | boolean | void;

type Handler<TFunction> = TFunction extends (...args: infer TArgs) => void ? (...args: TArgs) => void : never;

// Three of the server's pings, five seconds apart, may be missed before the page admits that it knows nothing.
const silenceMs = 15_000;
const pingMs = 5_000;
const steadyMs = 5_000;
// By then a line that died without a word has been noticed by the server, and has made room.
const crowdedMs = 20_000;
// A page that is led to another node is there within this, or admits that it is not connected.
const movesWithinMs = 3_000;
const moveSpreadMs = 400;
const moveRetryMs = 250;
const busyMs = 1_000;
const busyTries = 5;
const unreachable = 'There is no connection right now. It will be tried again by itself.';
const lost = 'The connection broke before the answer came.';

/** The one connection of a page to one hub: it never gives up, and it says what it knows. */
export class HubLink<THub extends object, TClient extends object> {
  readonly call: HubCalls<THub>;
  readonly #connection: HubConnection;
  readonly #stillSignedIn: () => Promise<boolean>;
  readonly #state = signal<LinkState>('connecting');
  readonly #freshAt = signal<number | null>(null);
  readonly #liveCallbacks = new Set<LiveCallback>();
  readonly #whenLive = new Set<() => void>();
  #running = false;
  #attempt = 0;
  #connections = 0;
  // From the moment the callbacks are run: one that comes later, from a page which the first ones brought up, runs at once.
  #connected = false;
  #wake: (() => void) | null = null;
  #closed: (error?: Error) => void = () => undefined;
  #underWay = 0;
  #whenIdle: (() => void) | null = null;
  #move: Move | null = null;

  /** @param stillSignedIn asked after a failed attempt: a socket that is refused does not say why. */
  constructor(path: string, stillSignedIn: () => Promise<boolean>) {
    this.#connection = new HubConnectionBuilder()
      .withUrl(path, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(LogLevel.None)
      .withHubProtocol(new TracedHubProtocol())
      .build();
    this.#connection.serverTimeoutInMilliseconds = silenceMs;
    this.#connection.keepAliveIntervalInMilliseconds = pingMs;
    this.#connection.onclose((error) => this.#closed(error));
    this.#connection.on('Move', (hint: MoveHint) => void this.#moveOn(hint));
    this.#stillSignedIn = stillSignedIn;
    this.call = new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...args: unknown[]) =>
            this.#invoke(String(method), args),
      },
    ) as HubCalls<THub>;
  }

  get state(): ReadonlySignal<LinkState> {
    return this.#state;
  }

  /** When the page was last known to be fresh (the server's clock); null before the first time. While live it is now. */
  get freshAt(): ReadonlySignal<number | null> {
    return this.#freshAt;
  }

  /** Listens to what the server tells; call the answer to stop. */
  on<K extends keyof TClient & string>(name: K, handler: Handler<TClient[K]>): () => void {
    this.#connection.on(name, handler);
    return () => this.#connection.off(name, handler);
  }

  /** Runs after each connect, to subscribe again and take a fresh snapshot; at once when already connected. */
  onLive(callback: LiveCallback): () => void {
    this.#liveCallbacks.add(callback);
    if (this.#connected) void this.#bring([callback], this.#connections);
    return () => this.#liveCallbacks.delete(callback);
  }

  /** Sends the same command, with the same id, until the server has answered: happens once however often the line drops. */
  async sendUntilAnswered<TValue>(send: (hub: HubCalls<THub>) => Promise<Outcome<TValue>>, signal?: AbortSignal): Promise<Outcome<TValue>> {
    for (;;) {
      const outcome = await send(this.call);
      const isOver = this.#state.peek() === 'refused' && !canSignInAgain();
      if (outcome.error === null || outcome.error.reason === 'refused' || signal?.aborted || isOver) return outcome;
      await this.#becomesLive(signal);
      if (signal?.aborted) return outcome;
    }
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    // Signed in again since it was refused.
    if (this.#state.peek() === 'refused') this.#state.value = 'connecting';
    addEventListener('online', this.#hurry);
    addEventListener('offline', this.#drop);
    void this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#endMove();
    removeEventListener('online', this.#hurry);
    removeEventListener('offline', this.#drop);
    this.#wake?.();
    await this.#connection.stop();
  }

  readonly #hurry = (): void => {
    this.#attempt = 0;
    this.#wake?.();
  };

  // The browser has just lost its network: better to doubt now than to look live until the silence is noticed.
  readonly #drop = (): void => void this.#connection.stop();

  async #run(): Promise<void> {
    while (this.#running) {
      if (await this.#connectOnce()) continue;
      if (this.#move && performance.now() < this.#move.until) {
        await this.#pause(moveRetryMs * (0.5 + Math.random()));
        continue;
      }
      if (this.#move) this.#admitOutage();
      if (!(await this.#stillSignedIn())) {
        this.#state.value = 'refused';
        if (canSignInAgain()) {
          await signedInAgain();
          this.#attempt = 0;
          this.#state.value = 'reconnecting';
          continue;
        }
        this.#running = false;
        this.#releaseWaiting();
        return;
      }
      await this.#pause(backoffDelayMs(this.#attempt++, Math.random()));
    }
  }

  /** True when a connection stood and then ended. */
  async #connectOnce(): Promise<boolean> {
    const closed = new Promise<Error | undefined>((resolve) => (this.#closed = resolve));
    try {
      await this.#connection.start();
    } catch {
      return false;
    }
    const since = performance.now();
    const freshFrom = serverTimeNow();
    this.#connected = true;
    const doubt = this.#move ? setTimeout(() => this.#admitOutage(), Math.max(0, this.#move.until - since)) : undefined;
    this.#endMove();
    await Promise.race([this.#bring([...this.#liveCallbacks], ++this.#connections), closed]);
    clearTimeout(doubt);
    if (this.#connection.state === 'Connected') {
      this.#state.value = 'live';
      this.#releaseWaiting();
      serverHeard();
    }
    const error = await closed;
    this.#connected = false;
    // A line that died in silence was last fresh before the silence began.
    const silent = error !== undefined && /timeout/i.test(error.message);
    if (this.#state.peek() === 'live') this.#freshAt.value = Math.max(freshFrom, serverTimeNow() - (silent ? silenceMs : 0));
    if (!this.#running || this.#move) return true;
    if (error !== undefined && error.message.includes(hubTooManyConnectionsCode)) {
      this.#state.value = 'crowded';
      await this.#pause(crowdedMs * (1 + Math.random() / 2));
      return true;
    }
    this.#state.value = 'reconnecting';
    // A server that takes connections and drops them at once must not be stormed either.
    this.#attempt = performance.now() - since > steadyMs ? 0 : this.#attempt + 1;
    await this.#pause(backoffDelayMs(this.#attempt, Math.random()));
    return true;
  }

  /** The node of this connection ends, and others go on: what has begun is waited for, then the page connects again and shows nothing of it. */
  async #moveOn(hint: MoveHint): Promise<void> {
    if (this.#move) return;
    let done = (): void => undefined;
    const ended = new Promise<void>((resolve) => (done = resolve));
    const patienceMs = Math.min(movesWithinMs, hint.withinMs / 2);
    this.#move = { until: performance.now() + patienceMs + movesWithinMs, ended, end: done };
    await new Promise((resolve) => setTimeout(resolve, Math.min(moveSpreadMs, patienceMs) * Math.random()));
    if (this.#underWay > 0)
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
        setTimeout(resolve, patienceMs);
      });
    await this.#connection.stop();
  }

  #endMove(): void {
    this.#move?.end();
    this.#move = null;
  }

  #admitOutage(): void {
    this.#endMove();
    if (this.#state.peek() !== 'live') return;
    this.#state.value = 'reconnecting';
  }

  /** Until nothing that the page shows is from before this connection. */
  async #bring(callbacks: readonly LiveCallback[], connection: number): Promise<void> {
    let due = callbacks;
    for (let attempt = 0; ; attempt++) {
      const brought = await Promise.allSettled(due.map(async (callback) => callback()));
      due = due.filter((callback, index) => this.#liveCallbacks.has(callback) && isMissing(brought[index]));
      if (due.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, backoffDelayMs(attempt, Math.random())));
      if (this.#connection.state !== 'Connected' || connection !== this.#connections) return;
    }
  }

  /** A call that comes while nobody is signed in waits for the sign-in, and goes out with the same arguments. */
  #invoke(method: string, args: unknown[]): Promise<Outcome<unknown>> {
    const isSignedOut = (answer: Outcome<unknown>): boolean =>
      answer.error?.code === accessSignedOutCode || (answer.error?.reason === 'unreachable' && this.#state.peek() === 'refused');
    let isFirst = true;
    return throughSignIn(async () => {
      if (!isFirst) await this.#becomesLive();
      isFirst = false;
      return this.#send(method, args);
    }, isSignedOut);
  }

  async #send(method: string, args: unknown[]): Promise<Outcome<unknown>> {
    if (this.#move) await this.#move.ended;
    if (this.#connection.state !== 'Connected') return failed('unreachable', 'link.unreachable', unreachable);
    this.#underWay++;
    try {
      for (let tries = 1; ; tries++) {
        const outcome = outcomeOf(await this.#connection.invoke<Reply<unknown>>(method, ...args));
        // Asked for too much at once, perhaps by another page of this person: nothing has happened yet, and a moment later it may.
        if (outcome.error?.code === hubTooManyConnectionsCode) return failed('unreachable', 'link.unreachable', unreachable);
        if (outcome.error?.code !== hubTooManyRequestsCode || tries === busyTries) return outcome;
        await new Promise((resolve) => setTimeout(resolve, busyMs * (0.5 + Math.random())));
      }
    } catch {
      if (this.#connection.state === 'Connected')
        return failed('refused', 'link.failed', 'Something went wrong on our side. Try again; if it stays, tell support.');
      return failed('lost', 'link.lost', lost);
    } finally {
      if (--this.#underWay === 0) this.#whenIdle?.();
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  #becomesLive(signal?: AbortSignal): Promise<void> {
    if (this.#state.peek() === 'live' && this.#connection.state === 'Connected') return Promise.resolve();
    return new Promise((resolve) => {
      const release = (): void => {
        this.#whenLive.delete(release);
        resolve();
      };
      this.#whenLive.add(release);
      signal?.addEventListener('abort', release, { once: true });
    });
  }

  #releaseWaiting(): void {
    for (const release of [...this.#whenLive]) release();
  }
}

/** From when a page is told to move until it has another connection. */
interface Move {
  /** Until then it shows nothing of it. */
  readonly until: number;
  readonly ended: Promise<void>;
  readonly end: () => void;
}

function isMissing(brought: PromiseSettledResult<boolean | void> | undefined): boolean {
  return brought?.status === 'fulfilled' && brought.value === false;
}
