/** What the built-in map is painted with. Quiet on purpose: everything that lives is drawn over it. */
export interface MapPalette {
  name: 'light' | 'dark';
  water: string;
  land: string;
  border: string;
  roadCasing: string;
  motorway: string;
  primary: string;
  secondary: string;
  residential: string;
  label: string;
  labelHalo: string;
  waterLabel: string;
  link: string;
  track: string;
  accuracy: string;
}

const light: MapPalette = {
  name: 'light',
  water: '#c3d7e2',
  land: '#eef0ed',
  border: '#b6bfc4',
  roadCasing: '#bcc5c8',
  motorway: '#f3d998',
  primary: '#fbf0d0',
  secondary: '#ffffff',
  residential: '#ffffff',
  label: '#4c5960',
  labelHalo: '#f7f8f6',
  waterLabel: '#4d7289',
  link: '#0b6e80',
  track: '#0b6e80',
  accuracy: '#b3261e',
};

const dark: MapPalette = {
  name: 'dark',
  water: '#0f1e29',
  land: '#1a2127',
  border: '#3b4750',
  roadCasing: '#10161a',
  motorway: '#5d5641',
  primary: '#464a48',
  secondary: '#414d56',
  residential: '#323d45',
  label: '#a3b0b8',
  labelHalo: '#161c21',
  waterLabel: '#6d93ab',
  link: '#4fc3d4',
  track: '#4fc3d4',
  accuracy: '#ff6b5e',
};

export function paletteFor(theme: 'light' | 'dark'): MapPalette {
  return theme === 'dark' ? dark : light;
}
