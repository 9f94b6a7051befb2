import type { TravelEstimate } from '../../lib/contracts/emergencies';

export function travelText(travel: TravelEstimate): string {
  return `${minutesText(travel.seconds)}, ${(travel.metres / 1000).toFixed(1)} km`;
}

export function minutesText(seconds: number): string {
  return seconds < 60 ? '< 1 min' : `${Math.round(seconds / 60)} min`;
}

const sourceLabels: Readonly<Record<string, { short: string; long: string }>> = {
  roads: { short: 'by road', long: "By the server's own map of roads." },
  osrm: { short: 'by road (OSRM)', long: 'By the routing server OSRM.' },
  crow_fly: { short: 'straight line', long: 'A straight line, with an allowance for the detours of roads: the way by road is not known.' },
  no_road: { short: 'no road', long: 'No known road joins the two places: this unit cannot drive there.' },
};

export function travelSourceText(source: string): string {
  return sourceLabels[source]?.short ?? source;
}

/** Where an estimate comes from, in a sentence. */
export function travelSourceSentence(source: string): string {
  return sourceLabels[source]?.long ?? source;
}
