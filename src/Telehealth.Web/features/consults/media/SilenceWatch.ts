/** How often {@link SilenceWatch.look} is meant to be called. */
export const lookEveryMs = 2000;

// Looks, not time: a device that slept has not listened meanwhile.
const patience = 5;
const patienceWhileConnecting = 10;
const mostPatience = 30;

interface LifeEntry {
  readonly id: string;
  readonly type: string;
  readonly bytesReceived?: number;
  readonly selectedCandidatePairId?: string;
  readonly nominated?: boolean;
}

/**
 * What has come from the relay on this connection, connectivity checks left out; null where the browser does not count it. The relay
 * reports to everybody every second, so that this grows while the connection lives, whoever is muted, alone, or has no device.
 */
export function receivedBytes(entries: readonly LifeEntry[]): number | null {
  const transport = entries.find((one) => one.type === 'transport');
  if (transport?.bytesReceived !== undefined) return transport.bytesReceived;
  const pair = entries.find(
    (one) => one.type === 'candidate-pair' && (one.id === transport?.selectedCandidatePairId || one.nominated === true),
  );
  return pair?.bytesReceived ?? null;
}

/** Believes no connection that brings nothing, whatever it says of itself. */
export class SilenceWatch {
  #connection = 0;
  #bytes = -1;
  #silent = 0;
  #patience = patience;

  /**
   * @param connection another number for each connection; a new one begins with nothing.
   * @param bytes as {@link receivedBytes}.
   * @returns true when a new connection should be made. Each in a row that brings nothing is given twice the time of the one before.
   */
  look(connection: number, bytes: number | null, state: RTCPeerConnectionState): boolean {
    const isNew = connection !== this.#connection;
    this.#connection = connection;
    if (bytes === null || (state !== 'connected' && state !== 'connecting')) {
      this.#silent = 0;
      return false;
    }
    const grew = bytes > (isNew ? 0 : this.#bytes);
    this.#bytes = bytes;
    if (grew) {
      this.#silent = 0;
      // The bytes of a handshake prove nothing yet.
      if (state === 'connected') this.#patience = patience;
      return false;
    }
    this.#silent = isNew ? 1 : this.#silent + 1;
    if (this.#silent < Math.max(this.#patience, state === 'connecting' ? patienceWhileConnecting : 0)) return false;
    this.#silent = 0;
    this.#patience = Math.min(2 * this.#patience, mostPatience);
    return true;
  }
}
