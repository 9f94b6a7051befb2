import type { MediaPath, ParticipantQuality, QualityView } from '../../../lib/contracts/consults';
import type { MediaSource } from '../../../lib/contracts/domain/consults';
import type { QualityRung } from '../../../lib/contracts/media';

export interface LinkLabel {
  readonly word: string;
  readonly tone: 'success' | 'warning';
}

/** One or two words for how a participant's connection does. */
export function linkLabel(view: QualityView | undefined): LinkLabel {
  if (view?.rung === 'audioOnly') return { word: 'Sound only', tone: 'warning' };
  if (view?.rung === 'suggestPhone') return { word: 'Very weak', tone: 'warning' };
  if (view && view.cause !== 'good') return { word: 'Weak', tone: 'warning' };
  return { word: 'Good', tone: 'success' };
}

export const pathLabels: Record<MediaPath, string> = { unknown: 'No path yet', udp: 'UDP', tcp: 'TCP', relay: 'TURN server' };

export const sourceLabels: Record<MediaSource, string> = { microphone: 'Microphone', camera: 'Camera', screen: 'Screen' };

export const rungLabels: Record<QualityRung, string> = {
  video: 'Sound and picture',
  audioOnly: 'Sound only',
  suggestPhone: 'Not even sound',
};

/** 1.4 M, 32 k, 0: for a narrow column of bits a second. */
export function shortBitrate(bps: number): string {
  if (bps >= 1_000_000) return `${(bps / 1_000_000).toFixed(1)} M`;
  return bps >= 1000 ? `${Math.round(bps / 1000)} k` : String(Math.round(bps));
}

/** 0.4 %, 12 %; a tenth matters only where there is little. */
export const percentText = (percent: number): string => `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;

export const msText = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms)} ms`);

export const lossOf = (lost: number, packets: number): number =>
  lost + packets > 0 ? (100 * Math.max(0, lost)) / (Math.max(0, lost) + packets) : 0;

/** How long it took until the participant was connected, as far as anybody has measured it. */
export function setUpText(quality: ParticipantQuality): string {
  const parts = [
    quality.iceMs === null ? '' : `path ${msText(quality.iceMs)}`,
    quality.dtlsMs === null ? '' : `keys ${msText(quality.dtlsMs)}`,
    quality.browser?.firstPictureMs == null ? '' : `first picture ${msText(quality.browser.firstPictureMs)}`,
  ];
  return parts.filter(Boolean).join(', ') || '–';
}
