import type { MediaPath, ParticipantQuality, QualityView } from '../../contracts/consults';
import type { MediaSource } from '../../contracts/domain/consults';
import type { QualityRung } from '../../contracts/media';

export interface LinkWord {
  readonly word: string;
  readonly tone: 'success' | 'warning';
}

/** One or two words for how a participant's connection does. */
export function linkWord(view: QualityView | undefined): LinkWord {
  if (view?.rung === 'audioOnly') return { word: 'Sound only', tone: 'warning' };
  if (view?.rung === 'suggestPhone') return { word: 'Very weak', tone: 'warning' };
  if (view && view.cause !== 'good') return { word: 'Weak', tone: 'warning' };
  return { word: 'Good', tone: 'success' };
}

export const pathWords: Record<MediaPath, string> = { unknown: 'No path yet', udp: 'UDP', tcp: 'TCP', relay: 'Relay server' };

export const sourceWords: Record<MediaSource, string> = { microphone: 'Microphone', camera: 'Camera', screen: 'Screen' };

export const rungWords: Record<QualityRung, string> = { video: 'Sound and picture', audioOnly: 'Sound only', suggestPhone: 'Not even sound' };

/** 1.4 M, 32 k, 0: for a narrow column of bits a second. */
export function shortBitrate(bps: number): string {
  if (bps >= 1_000_000) return `${(bps / 1_000_000).toFixed(1)} M`;
  return bps >= 1000 ? `${Math.round(bps / 1000)} k` : String(Math.round(bps));
}

/** 0.4 %, 12 %; a tenth matters only where there is little. */
export const percentWords = (percent: number): string => `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;

export const msWords = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms)} ms`);

export const lossOf = (lost: number, packets: number): number => (lost + packets > 0 ? (100 * Math.max(0, lost)) / (Math.max(0, lost) + packets) : 0);

/** How long it took until the participant was connected, as far as anybody has measured it. */
export function setUpWords(quality: ParticipantQuality): string {
  const parts = [
    quality.iceMs === null ? '' : `path ${msWords(quality.iceMs)}`,
    quality.dtlsMs === null ? '' : `keys ${msWords(quality.dtlsMs)}`,
    quality.browser?.firstPictureMs == null ? '' : `first picture ${msWords(quality.browser.firstPictureMs)}`,
  ];
  return parts.filter(Boolean).join(', ') || '–';
}
