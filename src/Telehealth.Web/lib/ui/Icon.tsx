// Our own set: 24 units square, strokes of 1.8, drawn with the text's colour.
const shapes = {
  alert: 'M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17.2v.1',
  arrowLeft: 'M20 12H5M11 6l-6 6 6 6',
  arrowRight: 'M4 12h15M13 6l6 6-6 6',
  calendar: 'M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4',
  camera: 'M3.5 7h11v10h-11zM14.5 11l6-3v8l-6-3',
  cameraOff: 'M3.5 7H6M10 7h4.5v4.5M14.5 15.5V17h-11V8M14.5 11l6-3v8l-4-2M3 3l18 18',
  chat: 'M4 5h16v11h-9l-4 3.5V16H4z',
  check: 'M5 12.5 10 17l9-10',
  checks: 'M2 12.5 7 17l9-10M11.5 16.2l.8.8 9-10',
  chevronDown: 'M6 9.5l6 6 6-6',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 8v4.4l3 1.8',
  copy: 'M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4',
  cross: 'M6 6l12 12M18 6 6 18',
  crosshair: 'M12 5.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM12 2.5v5M12 16.5v5M2.5 12h5M16.5 12h5',
  door: 'M13 4H6v16h7M10 12h11M17 8l4 4-4 4',
  hangUp: 'M3 14.5c-.4-1.6.1-3 1.3-3.9 4.4-3.4 11-3.4 15.4 0 1.2.9 1.7 2.3 1.3 3.9l-.3 1.3-4.5-.9-.5-2.6c-2.4-.9-5-.9-7.4 0l-.5 2.6-4.5.9z',
  ear: 'M7 9.5a5.5 5.5 0 0 1 11 0c0 4-3.8 4.6-3.8 8a3 3 0 0 1-5.7 1.3M10 9.5a2.5 2.5 0 0 1 5 0c0 1.8-2.2 2-2.2 4',
  eye: 'M2.5 12c2-4 5.3-6.2 9.5-6.2s7.5 2.2 9.5 6.2c-2 4-5.3 6.2-9.5 6.2S4.5 16 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  hospital: 'M5 20.5v-16h14v16M3 20.5h18M12 7.2v5.6M9.2 10h5.6M10 20.5v-4h4v4',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 11v5.5M12 7.8v.1',
  keyboard: 'M3 6.5h18v11H3zM6.5 10v.1M10.2 10v.1M13.8 10v.1M17.5 10v.1M8 14h8',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4.1 4.1 0 0 0-5.8-5.8l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4.1 4.1 0 0 0 5.8 5.8l1.2-1.2',
  list: 'M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4 6.5h.1M4 12h.1M4 17.5h.1',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  lockOpen: 'M6 11h12v9H6zM8.5 11V7a3.5 3.5 0 0 1 6.8-1.2',
  mapPin: 'M12 21c4.5-4.7 6.8-8.1 6.8-11.2a6.8 6.8 0 1 0-13.6 0C5.2 12.9 7.5 16.3 12 21ZM12 12.2a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8Z',
  mic: 'M12 3.5a3 3 0 0 0-3 3V11a3 3 0 0 0 6 0V6.5a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  micOff: 'M9 9v2a3 3 0 0 0 4.6 2.5M15 11V6.5a3 3 0 0 0-5.7-1.3M5.5 11a6.5 6.5 0 0 0 10 5.5M18.5 11c0 1-.2 2-.6 2.8M12 17.5V21M3 3l18 18',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  more: 'M12 4.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2ZM12 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2ZM12 17.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2Z',
  pencil: 'M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5M16 4.5a3.5 3.5 0 0 1 0 6.2M18 14.5c2 .8 3.2 2.5 3.5 5',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-4 3.4-6 7.5-6s6.9 2 7.5 6',
  phone: 'M6.5 3.5h3l1.5 4.5-2 1.5c1 2.3 2.7 4 5 5l1.5-2 4.5 1.5v3c0 1.7-1.3 3-3 3C9.8 20 4 14.2 3.5 6.5c0-1.7 1.3-3 3-3Z',
  plus: 'M12 5v14M5 12h14',
  pulse: 'M3 12.5h4l2.5-6 4 12 2.7-6H21',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 4v4.5H15',
  screen: 'M3 5h18v11.5H3zM8.5 20h7M12 16.5V20M12 13.5V8.5M9.5 10.8 12 8.3l2.5 2.5',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20.5 20.5',
  send: 'M4 4.5 20.5 12 4 19.5 6.5 12zM6.5 12H13',
  shield: 'M12 3.5l7.5 2.8v5.2c0 4.6-3 7.7-7.5 9.5-4.5-1.8-7.5-4.9-7.5-9.5V6.3z',
  sound: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.7 7.7 0 0 1 0 11',
  signal: 'M5 19v-4M10 19v-7.5M15 19V8M20 19V4.5',
  sliders: 'M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h9M17 17h3M15 15v4',
  soundOff: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9.5l5 5M20.5 9.5l-5 5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7',
  trash: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.3 10.5v5.5M13.7 10.5v5.5',
  truck: 'M2.5 6.5h11v10h-11zM13.5 10h4l4 3.5v3h-8M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 9v4M6 11h4',
} as const;

export type IconName = keyof typeof shapes;

/** Decoration beside words; alone it needs a label. */
export function Icon({ name, label, size }: { name: IconName; label?: string; size?: 's' | 'l' }) {
  return (
    <svg
      class={`icon${size ? ` icon-${size}` : ''}`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' as const })}
    >
      <path d={shapes[name]} />
    </svg>
  );
}
