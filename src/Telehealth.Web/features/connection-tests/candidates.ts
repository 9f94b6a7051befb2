export type Transport = 'udp' | 'tcp';

const candidateLine = /^a=candidate:\S+ \d+ (udp|tcp) /i;

const transportOf = (line: string): Transport | null => {
  const found = candidateLine.exec(line)?.[1]?.toLowerCase();
  return found === 'udp' || found === 'tcp' ? found : null;
};

export const offersTransport = (sdp: string, transport: Transport): boolean =>
  sdp.split('\r\n').some((line) => transportOf(line) === transport);

/** The same description with the relay's addresses of one transport alone, so that no other can be taken. */
export const onlyTransport = (sdp: string, transport: Transport): string =>
  sdp
    .split('\r\n')
    .filter((line) => !line.startsWith('a=candidate:') || transportOf(line) === transport)
    .join('\r\n');
