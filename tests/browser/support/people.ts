/** The demo accounts, and places in the demo city that the journeys use. */
export const password = 'demo-telehealth';

export const people = {
  ana: { email: 'ana@demo.telehealth', home: '/patient/' },
  ben: { email: 'ben@demo.telehealth', home: '/patient/' },
  chloe: { email: 'chloe@demo.telehealth', home: '/clinician/' },
  david: { email: 'david@demo.telehealth', home: '/clinician/' },
  erik: { email: 'erik@demo.telehealth', home: '/paramedic/' },
  farah: { email: 'farah@demo.telehealth', home: '/paramedic/' },
  hana: { email: 'hana@demo.telehealth', home: '/dispatcher/' },
  ivo: { email: 'ivo@demo.telehealth', home: '/admin/' },
} as const;

export type PersonName = keyof typeof people;

export interface Position {
  latitude: number;
  longitude: number;
}

/** Aldermere lies around 48.4000 N 9.6000 E; a hundredth of a degree north is 1.1 km. */
export const places = {
  caller: { latitude: 48.4012, longitude: 9.6021 },
  nearCaller: { latitude: 48.4035, longitude: 9.6044 },
  farFromCaller: { latitude: 48.4251, longitude: 9.6402 },
} as const satisfies Record<string, Position>;
