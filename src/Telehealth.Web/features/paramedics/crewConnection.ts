import { computed } from '@preact/signals';
import { account, stillSignedIn } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import { type UnitClient, type UnitHub, unitHubPath } from '../../lib/contracts/paramedics';
import { HubLink, mustSignInAgain } from '../../lib/realtime';

/** The one connection over which a crew's page speaks. */
export type CrewLink = HubLink<UnitHub, UnitClient>;

/** What a model asks over it. */
export type CrewCalls = Pick<CrewLink, 'call' | 'sendUntilAnswered'>;

/** Whether the server hears this device, and whether it is known whose it is. */
export class CrewConnection {
  readonly link: CrewLink = new HubLink<UnitHub, UnitClient>(unitHubPath, stillSignedIn);
  readonly isLive = computed(() => this.link.state.value === 'live');
  readonly isSignedOut = computed(() => mustSignInAgain.value || this.link.state.value === 'refused');
  /** False while nobody could say that this person is still signed in; until then nothing is sent. */
  readonly isChecked = computed(() => account.value.kind === 'signedIn' && account.value.me.id === this.me.id);

  constructor(readonly me: Me) {}
}

/** By it a page says why something has not been sent. */
export type Reach = Pick<CrewConnection, 'isLive' | 'isSignedOut'>;
