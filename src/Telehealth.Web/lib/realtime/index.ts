export { backoffDelayMs, reconnectBackoff } from './backoff';
export { ConnectionState, ConnectionStrip } from './ConnectionState';
export { type HubCalls, HubLink, type LinkState } from './HubLink';
export { backAgain, canSignInAgain, mustSignInAgain, offerSignInAgain, signInPutAside, throughSignIn } from './signedOut';
export { keepTrying, serverHeard, untilWorthTrying } from './network';
export {
  type Fault,
  type FaultReason,
  failed,
  isPassing,
  mayPass,
  newCommandId,
  type Outcome,
  outcomeOf,
  stumbled,
  succeeded,
} from './outcome';
export { ToldSince } from './ToldSince';
export { traceOf } from './trace';
export { mayHaveHappened, Tries } from './Tries';
export { VersionedRows } from './VersionedRows';
