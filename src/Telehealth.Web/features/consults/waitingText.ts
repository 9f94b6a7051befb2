import type { LinkState } from '../../lib/realtime';

/** What is true for who waits: that they are seen only while the page is connected. */
export function waitingText(state: LinkState, clinicianName: string | null): string {
  switch (state) {
    case 'live':
      return `${clinicianName ?? 'The doctors'} can see that you are here. Your visit opens by itself as soon as you are let in.`;
    case 'connecting':
    case 'reconnecting':
      return (
        'You are not connected right now, so nobody sees that you are here. ' +
        'This page connects again by itself: stay on it, and check your internet.'
      );
    case 'crowded':
      return (
        'This page is not connected: too many of your pages are open. ' +
        'Close the others; this one connects by itself within half a minute.'
      );
    case 'refused':
      return 'You are signed out here, so nobody sees that you are here. Sign in again.';
  }
}
