import type { LatLng } from './geometry';

export type UnitTone = 'available' | 'offered' | 'assigned' | 'unavailable';

/** A unit as a map shows it. */
export interface MapUnit extends LatLng {
  id: string;
  callSign: string;
  tone: UnitTone;
  /** Its status in words, for the list and for the tooltip. */
  words: string;
  headingDegrees: number | null;
  /** When it was there, by the device's clock: ISO 8601. */
  fixAt: string;
  /** The emergency it belongs to, so that the two can be joined by a line. */
  emergencyId: string | null;
  /** It is drawn below the incident then, so that neither covers the other. */
  isAtScene?: boolean;
}

export interface MapEmergency extends LatLng {
  id: string;
  /** The short text on the mark, such as the priority. */
  label: string;
  words: string;
  accuracyMetres: number | null;
  /** 1 to 4: how loudly it is drawn. */
  priority: number;
  /** False while it lacks a unit. */
  covered: boolean;
  /** Ended ones stay for a while, in grey. */
  open: boolean;
}

export interface MapTrackPoint extends LatLng {
  at: string;
}

export type MapSelection = { kind: 'unit' | 'emergency'; id: string } | null;
