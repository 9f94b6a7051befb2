import type { ConsultClient, ConsultHub } from '../../lib/contracts/consults';
import type { HubLink } from '../../lib/realtime';

/** The one connection over which a page speaks of consults. */
export type ConsultLink = HubLink<ConsultHub, ConsultClient>;
