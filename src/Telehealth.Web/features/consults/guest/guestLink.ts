import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { http, stillSignedIn } from '../../../lib/access';
import type { GuestLinkView, GuestToken } from '../../../lib/contracts/access';
import { type ConsultClient, consultHubPath, type ConsultHub } from '../../../lib/contracts/consults';
import { type Fault, HubLink } from '../../../lib/realtime';

// The secret stands behind the hash, so that it reaches no log. It is kept in memory and leaves the address bar at once.
export const secret = secretOf(location.hash.replace(/^#\/?/, ''));
history.replaceState(null, '', location.pathname);

/** A mail program may have mangled it: then it opens nothing, and the page says so. */
function secretOf(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const link = new HubLink<ConsultHub, ConsultClient>(consultHubPath, stillSignedIn);

/** What the server says of the link; nothing of a page that was loaded again without it. */
export function useLinkView() {
  const view = useSignal<GuestLinkView | null>(null);
  const fault = useSignal<Fault | null>(null);
  const load = async (): Promise<void> => {
    fault.value = null;
    if (secret === '') return;
    const outcome = await http.post<GuestLinkView>('/api/access/guest/link', { token: secret } satisfies GuestToken);
    view.value = outcome.value;
    fault.value = outcome.error;
  };
  useEffect(() => void load(), []);
  return { view, fault, load };
}
