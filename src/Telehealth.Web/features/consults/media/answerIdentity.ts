/** What tells one peer of the relay from another: a restarted server, or one that has given the seat up, answers with new ones. */
export interface AnswerIdentity {
  readonly fingerprint: string | null;
  readonly ufrag: string | null;
  /** The relay names each connection of its own by one, and keeps it through restarts of ICE (RFC 8866 section 5.2). */
  readonly session: string | null;
}

const line = (sdp: string, name: string): string | null => new RegExp(`^a=${name}:(.+?)\\s*$`, 'm').exec(sdp)?.[1] ?? null;

export const identityOf = (sdp: string): AnswerIdentity => ({
  fingerprint: line(sdp, 'fingerprint'),
  ufrag: line(sdp, 'ice-ufrag'),
  session: /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? null,
});

/** True when the answer comes from a peer that knows nothing of our transport, so only a new connection can reach it. */
export function isAnotherPeer(before: AnswerIdentity, now: AnswerIdentity, iceRestart: boolean): boolean {
  if (before.fingerprint !== now.fingerprint || before.session !== now.session) return true;
  return !iceRestart && before.ufrag !== now.ufrag;
}
