export type Role = 'patient' | 'clinician' | 'dispatcher' | 'paramedic' | 'admin' | 'guest';

export interface RoleEntry {
  readonly role: Role;
  readonly label: string;
  readonly path: string;
  readonly about: string;
}

/** In the order in which they are offered. */
export const roleEntries: readonly RoleEntry[] = [
  { role: 'patient', label: 'Patient', path: '/patient/', about: 'See a doctor by video, or get emergency help' },
  { role: 'clinician', label: 'Clinician', path: '/clinician/', about: 'Waiting room and video consults' },
  { role: 'dispatcher', label: 'Dispatcher', path: '/dispatcher/', about: 'Emergencies, units and the live map' },
  { role: 'paramedic', label: 'Paramedic', path: '/paramedic/', about: 'Shift, offers and the current job' },
  { role: 'admin', label: 'Administrator', path: '/admin/', about: 'People, their roles and the response plans' },
  { role: 'guest', label: 'Guest', path: '/guest/', about: 'The visit you were invited to' },
];

export const roleEntry = (role: string): RoleEntry | undefined => roleEntries.find((entry) => entry.role === role);

export const entriesFor = (roles: readonly string[]): RoleEntry[] => roleEntries.filter((entry) => roles.includes(entry.role));
