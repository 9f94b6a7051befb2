import { signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const key = 'telehealth.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

const chosen = signal<Theme | null>(stored());

/** What is shown now: the person's choice, else the system's. Maps and canvases read it. */
export const theme = signal<Theme>(chosen.value ?? (system.matches ? 'dark' : 'light'));

system.addEventListener('change', () => {
  if (chosen.peek() === null) theme.value = system.matches ? 'dark' : 'light';
});

export function toggleTheme(): void {
  const next: Theme = theme.peek() === 'dark' ? 'light' : 'dark';
  chosen.value = next;
  theme.value = next;
  document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // A browser without storage forgets the choice; nothing else depends on it.
  }
}
