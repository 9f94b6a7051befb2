/**
 * Which folder of a floor may import which other of the same floor. `lib/access` stands here as `access`; a folder within a folder belongs
 * to it. A new arrow is a decision: it is entered here, and may close no circle.
 */
export const libArrows: Readonly<Record<string, readonly string[]>> = {
  access: ['contracts', 'realtime', 'text', 'time', 'ui'],
  actions: ['ui'],
  // What rings until somebody acknowledges it, and is muted for a time: whose alarms they are it does not know.
  alarms: ['time', 'ui'],
  contracts: [],
  map: ['contracts', 'realtime', 'text', 'ui'],
  offline: ['contracts', 'realtime'],
  polling: ['realtime', 'time', 'ui'],
  realtime: ['contracts', 'time'],
  text: ['contracts'],
  time: [],
  ui: ['text', 'time'],
};

/** Capabilities, named as on the server, where `photos` are a part of Paramedics. Most know no other. */
export const featureArrows: Readonly<Record<string, readonly string[]>> = {
  areas: [],
  // A test speaks of tracks as a consult does, and tries the devices by the same checks.
  'connection-tests': ['consults'],
  consults: [],
  // The console shows an incident with its units, its hospitals and its pictures, and each desk sees its own areas.
  dispatching: ['areas', 'emergencies', 'hospitals', 'photos', 'units'],
  // Below the others of its district, as on the server: how an emergency and its units are spoken of, and how it is commanded.
  emergencies: [],
  hospitals: ['emergencies'],
  // The crew chooses a hospital and takes pictures on the page of its job.
  paramedics: ['emergencies', 'hospitals', 'photos', 'units'],
  photos: [],
  posts: ['emergencies', 'units'],
  'response-plans': ['emergencies'],
  units: ['emergencies'],
};
