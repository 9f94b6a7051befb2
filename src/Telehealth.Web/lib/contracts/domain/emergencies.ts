// Generated from the server's C# contracts; a test fails when it is out of date.

/** When help is neither needed nor under way any more. A phase that a page does not know is none of them. */
export const endedPhases: readonly EmergencyPhase[] = ['completed', 'cancelled'];

/** Once a crew has taken it, until it is clear. */
export const jobStatuses: readonly AssignmentStatus[] = ['accepted', 'enRoute', 'onScene', 'transporting', 'atHospital'];

/** While a unit is bound by it, in the order of a job. */
export const liveStatuses: readonly AssignmentStatus[] = ['offered', 'accepted', 'enRoute', 'onScene', 'transporting', 'atHospital'];

/** Of a reason, in UTF-16 units. */
export const longestEmergencyReason = 300;

/** Of a description, a note or a caller's words, in UTF-16 units. */
export const longestEmergencyText = 1000;

/** Of a place in words, in UTF-16 units. */
export const longestPlaceNote = 300;

/** What a crew may report next, by what it reported last; the server refuses the rest. */
export const reportsAfter: Readonly<Record<AssignmentStatus, readonly AssignmentStatus[]>> = {
  offered: [],
  accepted: ['enRoute', 'onScene', 'transporting', 'clear'],
  enRoute: ['onScene', 'transporting', 'clear'],
  onScene: ['transporting', 'atHospital', 'clear'],
  transporting: ['atHospital', 'clear'],
  atHospital: ['clear'],
  clear: [],
  declined: [],
  expired: [],
  rescinded: [],
  stoodDown: [],
  diverted: [],
  handedOver: [],
  reserved: [],
  released: [],
};

/** While a crew is not with the patient yet: only then can it be diverted. */
export const underWayStatuses: readonly AssignmentStatus[] = ['accepted', 'enRoute'];

export type AssignmentStatus = 'offered' | 'accepted' | 'enRoute' | 'onScene' | 'transporting' | 'atHospital' | 'clear' | 'declined' | 'expired' | 'rescinded' | 'stoodDown' | 'diverted' | 'handedOver' | 'reserved' | 'released';

export type EmergencyPhase = 'searching' | 'offered' | 'assigned' | 'unserved' | 'completed' | 'cancelled';

export type LocationSource = 'device' | 'map' | 'caller' | 'notYetKnown' | 'callerDoesNotKnow';

export type OfferEffect = 'meets' | 'replaces' | 'onTop';
