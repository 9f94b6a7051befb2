import type { ConsultClient, ConsultHub } from '../contracts/consults';
import type { HubLink } from '../realtime';

/** The one connection over which a page speaks of consults. */
export type ConsultLink = HubLink<ConsultHub, ConsultClient>;
