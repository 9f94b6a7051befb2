import type { ComponentChildren } from 'preact';
import { Button } from './Button';
import { Icon } from './Icon';
import { Avatar } from './Surfaces';
import { theme, toggleTheme } from './theme';
import { Written } from './Written';

export interface TopBarProps {
  section: string;
  home?: string;
  person?: { name: string; role: string } | null;
  /** Usually the connection's state. */
  children?: ComponentChildren;
  onSignOut?: () => void;
  /** Opens what the person can change about their own account. */
  onPerson?: () => void;
}

export function ThemeButton() {
  const dark = theme.value === 'dark';
  return (
    <Button kind="quiet" icon={dark ? 'sun' : 'moon'} label={dark ? 'Use the light theme' : 'Use the dark theme'} onClick={toggleTheme} />
  );
}

function Person({ person, onOpen }: { person: { name: string; role: string }; onOpen: (() => void) | undefined }) {
  const who = (
    <>
      <Avatar name={person.name} size="s" />
      <span class="topbar-person-name">
        <span class="strong">
          <Written text={person.name} />
        </span>
        <span class="muted">{person.role}</span>
      </span>
    </>
  );
  if (onOpen === undefined) return <div class="topbar-person">{who}</div>;
  return (
    <button type="button" class="topbar-person" title="Change your password" onClick={onOpen} data-testid="own-password">
      {who}
    </button>
  );
}

export function TopBar({ section, home = '#/', person, children, onSignOut, onPerson }: TopBarProps) {
  return (
    <header class="topbar">
      <a class="topbar-brand" href={home} aria-label={`Telehealth ${section}`}>
        <span class="topbar-mark">
          <Icon name="pulse" />
        </span>
        <span>Telehealth</span> <span class="topbar-section">{section}</span>
      </a>
      <span class="topbar-space" />
      {children}
      {person && <Person person={person} onOpen={onPerson} />}
      <ThemeButton />
      {onSignOut && (
        <Button kind="quiet" icon="door" label="Sign out" onClick={onSignOut}>
          <span class="sign-out-text">Sign out</span>
        </Button>
      )}
    </header>
  );
}

/** On every page in demo mode, and never otherwise. */
export function DemoBanner({ demo }: { demo: boolean }) {
  if (!demo) return null;
  return (
    <aside class="demo-banner" aria-label="Demo">
      <Icon name="info" size="s" />
      <span>Demo: invented people, places and emergencies. Nobody will come.</span>
    </aside>
  );
}
