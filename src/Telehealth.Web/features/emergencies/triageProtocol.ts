import { signal } from '@preact/signals';
import { stillSignedIn } from '../../lib/access/account';
import { emergencyHubPath, type EmergencyClient, type EmergencyHub, type ProtocolView } from '../../lib/contracts/emergencies';
import { HubLink } from '../../lib/realtime/HubLink';
import type { Outcome } from '../../lib/realtime/outcome';

const patienceMs = 15_000;

/** The questions that a caller is asked, fetched before anybody calls: a caller must not wait for them. */
export class TriageProtocol {
  /** Null while they are on their way. */
  readonly outcome = signal<Outcome<ProtocolView> | null>(null);

  /** Once is enough: the protocol changes with a new version of the server only. */
  async fetch(): Promise<void> {
    if (this.outcome.peek()?.error === null) {
      return;
    }
    this.outcome.value = null;
    this.outcome.value = await load();
  }
}

/** They come from the emergency hub, which is opened for that moment only. */
async function load(): Promise<Outcome<ProtocolView>> {
  const link = new HubLink<EmergencyHub, EmergencyClient>(emergencyHubPath, stillSignedIn);
  link.start();
  const outcome = await link.sendUntilAnswered((hub) => hub.Protocol(), AbortSignal.timeout(patienceMs));
  void link.stop();
  return outcome;
}
