import type { MediaPath } from '../../../lib/contracts/consults';

/** What the browser has counted on one connection since it was made. */
export interface Counts {
  readonly freezes: number;
  readonly frozenMs: number;
  readonly framesDropped: number;
  readonly framesDecoded: number;
  readonly concealedSamples: number;
  readonly receivedSamples: number;
}

export const noCounts: Counts = { freezes: 0, frozenMs: 0, framesDropped: 0, framesDecoded: 0, concealedSamples: 0, receivedSamples: 0 };

export function plus(one: Counts, other: Counts): Counts {
  return {
    freezes: one.freezes + other.freezes,
    frozenMs: one.frozenMs + other.frozenMs,
    framesDropped: one.framesDropped + other.framesDropped,
    framesDecoded: one.framesDecoded + other.framesDecoded,
    concealedSamples: one.concealedSamples + other.concealedSamples,
    receivedSamples: one.receivedSamples + other.receivedSamples,
  };
}

// The part of getStats() that is read here; every browser leaves out some of it.
interface InboundEntry {
  readonly type: string;
  readonly kind?: string;
  readonly freezeCount?: number;
  readonly totalFreezesDuration?: number;
  readonly framesDropped?: number;
  readonly framesDecoded?: number;
  readonly concealedSamples?: number;
  readonly totalSamplesReceived?: number;
  readonly fractionLost?: number;
}

interface PathEntry {
  readonly id: string;
  readonly type: string;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
  readonly protocol?: string;
  readonly nominated?: boolean;
  readonly state?: string;
}

export type StatsEntry = InboundEntry & PathEntry;

export function countsOf(entries: Iterable<StatsEntry>): Counts {
  let sum = noCounts;
  for (const one of entries) {
    if (one.type !== 'inbound-rtp') continue;
    sum = plus(sum, {
      freezes: one.freezeCount ?? 0,
      frozenMs: Math.round(1000 * (one.totalFreezesDuration ?? 0)),
      framesDropped: one.framesDropped ?? 0,
      framesDecoded: one.framesDecoded ?? 0,
      concealedSamples: one.concealedSamples ?? 0,
      receivedSamples: one.totalSamplesReceived ?? 0,
    });
  }
  return sum;
}

/** How much of the own microphone's packets got lost lately, 0 to 1, as the relay reports it; null before it does. */
export const soundLossOf = (entries: readonly StatsEntry[]): number | null =>
  entries.find((one) => one.type === 'remote-inbound-rtp' && one.kind === 'audio')?.fractionLost ?? null;

/** By which way the packets go: a TURN server's, whatever it is reached by, or else UDP or TCP to the relay. */
export function pathOf(entries: readonly StatsEntry[]): MediaPath {
  const selected = entries.find((one) => one.type === 'transport')?.selectedCandidatePairId;
  const pair = entries.find((one) =>
    selected ? one.id === selected : one.type === 'candidate-pair' && one.nominated === true && one.state === 'succeeded',
  );
  const local = entries.find((one) => one.id === pair?.localCandidateId);
  if (!local) return 'unknown';
  if (local.candidateType === 'relay') return 'relay';
  return local.protocol === 'tcp' ? 'tcp' : 'udp';
}
