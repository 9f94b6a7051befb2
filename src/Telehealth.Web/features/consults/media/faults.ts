import { allowText, type System, systemNow } from './system';

export type DeviceKind = 'microphone' | 'camera' | 'screen' | 'speaker';

export type DeviceFaultReason = 'denied' | 'missing' | 'inUse' | 'unplugged' | 'insecure' | 'unsupported' | 'dismissed' | 'unknown';

export interface DeviceFault {
  readonly reason: DeviceFaultReason;
  /** What is wrong. */
  readonly title: string;
  /** What to do next. */
  readonly next: string;
}

const names: Record<DeviceKind, string> = { microphone: 'microphone', camera: 'camera', screen: 'screen', speaker: 'speaker' };

const isNamed = (error: unknown): error is { name: string; message?: string } =>
  typeof error === 'object' && error !== null && 'name' in error;

function reasonOf(error: unknown, kind: DeviceKind): DeviceFaultReason {
  if (!isNamed(error)) return 'unknown';
  switch (error.name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      // Closing the chooser of screens is a change of mind, not a setting.
      return kind === 'screen' ? 'dismissed' : 'denied';
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'inUse';
    case 'SecurityError':
      return 'insecure';
    case 'TypeError':
    case 'NotSupportedError':
      return 'unsupported';
    default:
      return 'unknown';
  }
}

/** @param system where a permission is given differs by it. */
export function faultText(reason: DeviceFaultReason, kind: DeviceKind, system: System = systemNow()): DeviceFault {
  const name = names[kind];
  switch (reason) {
    case 'denied':
      return { reason, title: `The browser may not use your ${name}`, next: allowText(name, system) };
    case 'missing':
      return {
        reason,
        title: `No ${name} was found`,
        next: `Plug one in or switch it on, then try again.${kind === 'camera' ? ' You can also go on without.' : ''}`,
      };
    case 'inUse':
      return {
        reason,
        title: `Your ${name} does not start`,
        next: `Another program may be using it. Close other video programs and tabs, then try again.`,
      };
    case 'unplugged':
      return { reason, title: `Your ${name} was disconnected`, next: 'Plug it in again or choose another one.' };
    case 'insecure':
      return {
        reason,
        title: `The ${name} is blocked on this page`,
        next: 'Open the page by its https address, or ask whoever runs this computer.',
      };
    case 'unsupported':
      return {
        reason,
        title: kind === 'screen' ? 'This browser cannot share the screen' : `This browser cannot use the ${name} here`,
        next:
          kind === 'screen'
            ? 'Use a computer with Chrome, Edge, Firefox or Safari.'
            : 'Use a current Chrome, Edge, Firefox or Safari, and the https address.',
      };
    case 'dismissed':
      return { reason, title: 'Nothing is shared', next: 'Choose a window or screen when the browser asks, to share it.' };
    case 'unknown':
      return {
        reason,
        title: `Your ${name} does not work right now`,
        next: 'Try again. If it stays, restart the browser or choose another device.',
      };
  }
}

/** What the browser threw, in words a patient can act upon. */
export const deviceFault = (error: unknown, kind: DeviceKind): DeviceFault => faultText(reasonOf(error, kind), kind);
