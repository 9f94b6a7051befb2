import { faultText } from '../consults/media/faults';
import type { LoopResult } from './LoopConnection';
import type { Speed } from './speed';

export type DeviceResult = 'works' | 'missing' | 'denied' | 'problem' | 'untried';

/** What the test found; null for what was not tried. */
export interface Findings {
  readonly camera: DeviceResult;
  readonly microphone: DeviceResult;
  readonly udp: LoopResult | null;
  readonly tcp: LoopResult | null;
  readonly turn: LoopResult | null;
  readonly speed: Speed | null;
}

export interface Advice {
  readonly key: string;
  readonly what: string;
  readonly next: string;
}

export type Grade = 'good' | 'limited' | 'bad';

export interface Verdict {
  readonly grade: Grade;
  readonly title: string;
  readonly text: string;
  /** The most important first; empty when nothing is to be done. */
  readonly advice: readonly Advice[];
}

// A face at 360 lines takes half a megabit; below 200 kbit/s audio goes first and video stands still.
const enoughForVideoBps = 600_000;
const enoughForSoundBps = 150_000;
const muchLossPercent = 5;
const longRoundTripMs = 300;

const flows = (result: LoopResult | null): boolean => result?.state === 'flows';
const blocked = (result: LoopResult | null): boolean => result?.state === 'blocked';

const admin = 'the person who looks after this network';

function pathAdvice({ udp, tcp, turn }: Findings): Advice[] {
  const refused = [udp, tcp, turn].find((one) => one?.state === 'refused');
  if (refused?.state === 'refused')
    return [
      {
        key: 'refused',
        what: `The server did not answer the test. ${refused.text}`,
        next: 'Wait a minute and test again. If it stays, tell whoever invited you to the visit.',
      },
    ];
  const any = flows(udp) || flows(tcp) || flows(turn);
  if (!any)
    return [
      {
        key: 'none',
        what: 'Your network lets no video through to us.',
        next:
          `Try another network, such as your phone's mobile data. At work or in a hospital, ask ${admin} for help, ` +
          'and show them what stands under “For support”.',
      },
    ];
  if (!blocked(udp)) return [];
  const round = flows(tcp)
    ? 'Video takes the second way, which may stutter.'
    : 'Video takes the long way round, which works but arrives a little later.';
  return [
    {
      key: 'udp',
      what: `Your network blocks the direct way for video. ${round}`,
      next: `The visit can take place. For a steadier picture use another network, or show ${admin} what stands under “For support”.`,
    },
  ];
}

function speedAdvice(speed: Speed | null): Advice[] {
  if (!speed) return [];
  const advice: Advice[] = [];
  const slowest = Math.min(speed.upBps, speed.downBps);
  if (slowest < enoughForSoundBps)
    advice.push({
      key: 'speed',
      what: 'Your connection is too slow for a call, even without pictures.',
      next: 'Move nearer to the Wi-Fi router or use a cable, stop downloads and other video on the same line, or use mobile data.',
    });
  else if (slowest < enoughForVideoBps)
    advice.push({
      key: 'speed',
      what:
        `Your connection is slow ${speed.upBps <= speed.downBps ? 'when sending' : 'when receiving'}. ` +
        'Sound will work; pictures may be small or stand still.',
      next: 'Move nearer to the Wi-Fi router or use a cable, and stop downloads and other video on the same line.',
    });
  if (speed.lossPercent >= muchLossPercent)
    advice.push({
      key: 'loss',
      what: `${Math.round(speed.lossPercent)} % of what is sent gets lost on the way. Sound may break up.`,
      next: 'A cable, or a place nearer to the Wi-Fi router, helps most.',
    });
  if (speed.roundTripMs !== null && speed.roundTripMs >= longRoundTripMs)
    advice.push({
      key: 'delay',
      what: 'What is said arrives late.',
      next: 'Switch off a VPN if you use one, and leave a short pause before you answer.',
    });
  return advice;
}

const devicesAdvice: Record<'camera' | 'microphone', Partial<Record<DeviceResult, Advice>>> = {
  camera: {
    denied: { key: 'camera', what: 'The browser may not use your camera.', next: faultText('denied', 'camera').next },
    missing: { key: 'camera', what: 'No camera was found.', next: 'Plug one in, or take the visit without a picture of you.' },
    problem: { key: 'camera', what: 'Your camera does not start.', next: 'Close other video programs and tabs, then test again.' },
  },
  microphone: {
    denied: { key: 'microphone', what: 'The browser may not use your microphone.', next: faultText('denied', 'microphone').next },
    missing: { key: 'microphone', what: 'No microphone was found.', next: 'Plug in a headset, or use a phone or tablet for the visit.' },
    problem: { key: 'microphone', what: 'Your microphone does not start.', next: 'Close other programs that may use it, then test again.' },
  },
};

const deviceAdvice = (findings: Findings): Advice[] =>
  (['microphone', 'camera'] as const).flatMap((kind) => devicesAdvice[kind][findings[kind]] ?? []);

const titles: Record<Grade, { title: string; text: string }> = {
  good: { title: 'You are ready for a video visit', text: 'Devices, network and speed are good enough for picture and sound.' },
  limited: { title: 'A visit will work, with limits', text: 'What could be better stands below, each with what to do.' },
  bad: { title: 'A video visit will not work like this', text: 'What stands in the way is below, each with what to do.' },
};

/** What was found, in words a patient can act upon. */
export function verdictOf(findings: Findings): Verdict {
  const advice = [...pathAdvice(findings), ...speedAdvice(findings.speed), ...deviceAdvice(findings)];
  const { udp, tcp, turn, speed, microphone } = findings;
  const noWay = !flows(udp) && !flows(tcp) && !flows(turn);
  const tooSlow = speed !== null && Math.min(speed.upBps, speed.downBps) < enoughForSoundBps;
  const grade: Grade =
    noWay || tooSlow || microphone === 'denied' || microphone === 'missing' || microphone === 'problem'
      ? 'bad'
      : advice.length > 0
        ? 'limited'
        : 'good';
  return { grade, ...titles[grade], advice };
}

/** 2.4 Mbit/s, 640 kbit/s. */
export const bitrateText = (bps: number): string =>
  bps >= 1_000_000 ? `${(bps / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bps / 1000)} kbit/s`;
