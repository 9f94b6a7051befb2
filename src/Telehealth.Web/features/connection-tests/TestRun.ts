import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { http } from '../../lib/access/http';
import type { ConnectionTest, ConnectionTestAnswer, ConnectionTestOffer } from '../../lib/contracts/connectionTests';
import type { IceServer } from '../../lib/contracts/consults';
import { LoopConnection, type LoopResult, type Negotiate, type Sample, type Way } from './LoopConnection';
import { type Speed, speedOf } from './speed';
import { TestPicture } from './TestPicture';

export type StepName = Way | 'speed';

export interface NetworkFindings {
  readonly udp: LoopResult | null;
  readonly tcp: LoopResult | null;
  readonly turn: LoopResult | null;
  readonly speed: Speed | null;
}

export type RunPhase = 'idle' | 'running' | 'done';

// Together with the speed a blocked network is told within ten seconds or so.
const openWithinMs: Record<Way, number> = { udp: 2500, tcp: 2500, turn: 3000 };
const speedMs = 3000;
const sampleEveryMs = 500;
const steps: readonly StepName[] = ['udp', 'tcp', 'turn', 'speed'];
const nothing: NetworkFindings = { udp: null, tcp: null, turn: null, speed: null };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One run of the test of the network: every way for itself, then the speed of the best. */
export class TestRun {
  readonly #phase = signal<RunPhase>('idle');
  readonly #step = signal<StepName | null>(null);
  readonly #findings = signal<NetworkFindings>(nothing);

  /** How much of the run is behind us, 0 to 1. */
  readonly progress: ReadonlySignal<number> = computed(() =>
    this.#step.value ? (steps.indexOf(this.#step.value) + 1) / (steps.length + 1) : this.#phase.value === 'done' ? 1 : 0,
  );

  get phase(): ReadonlySignal<RunPhase> {
    return this.#phase;
  }

  get step(): ReadonlySignal<StepName | null> {
    return this.#step;
  }

  get findings(): ReadonlySignal<NetworkFindings> {
    return this.#findings;
  }

  /** Call it from a click: a browser starts no sound, and so no test tone, without one. */
  async run(): Promise<void> {
    if (this.#phase.peek() === 'running') return;
    this.#phase.value = 'running';
    this.#findings.value = nothing;
    const start = await http.post<ConnectionTest>('/api/connection-test');
    if (start.error === null) await this.#tryWays(start.value);
    else this.#findings.value = { ...nothing, udp: { state: 'refused', text: start.error.text } };
    this.#step.value = null;
    this.#phase.value = 'done';
  }

  async #tryWays({ testId, iceServers }: ConnectionTest): Promise<void> {
    const negotiate: Negotiate = (side, sdp, sources) =>
      http.post<ConnectionTestAnswer>(`/api/connection-test/${encodeURIComponent(testId)}/${side}`, {
        sdp,
        sources,
      } satisfies ConnectionTestOffer);
    const picture = new TestPicture();
    // The best way stays open for the speed; the ways are tried in the order in which a consult would like them.
    let best: LoopConnection | null = null;
    try {
      for (const way of ['udp', 'tcp', 'turn'] as const) {
        this.#step.value = way;
        const result = await this.#tryWay(way, negotiate, picture, iceServers);
        this.#findings.value = { ...this.#findings.peek(), [way]: result };
        if (result.state === 'refused') return;
      }
      this.#step.value = 'speed';
      best = await this.#openBest(negotiate, picture, iceServers);
      if (best) this.#findings.value = { ...this.#findings.peek(), speed: await measure(best) };
    } finally {
      best?.close();
      picture.close();
    }
  }

  async #tryWay(way: Way, negotiate: Negotiate, picture: TestPicture, iceServers: readonly IceServer[]): Promise<LoopResult> {
    if (way === 'turn' && iceServers.length === 0) return { state: 'notOffered' };
    const loop = new LoopConnection(way, negotiate, picture, iceServers);
    try {
      return await loop.open(openWithinMs[way]);
    } catch {
      // The browser could not even make the connection.
      return { state: 'blocked' };
    } finally {
      loop.close();
    }
  }

  async #openBest(negotiate: Negotiate, picture: TestPicture, iceServers: readonly IceServer[]): Promise<LoopConnection | null> {
    const findings = this.#findings.peek();
    const way = (['udp', 'tcp', 'turn'] as const).find((one) => findings[one]?.state === 'flows');
    if (!way) return null;
    const loop = new LoopConnection(way, negotiate, picture, iceServers);
    if ((await loop.open(openWithinMs[way])).state === 'flows') return loop;
    loop.close();
    return null;
  }
}

async function measure(loop: LoopConnection): Promise<Speed | null> {
  const samples: Sample[] = [await loop.sample()];
  const until = performance.now() + speedMs;
  while (performance.now() < until) {
    await pause(sampleEveryMs);
    samples.push(await loop.sample());
  }
  return speedOf(samples);
}
