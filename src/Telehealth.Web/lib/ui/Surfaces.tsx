import type { ComponentChildren } from 'preact';
import { serverNow, clockDuration, spellDuration } from '../time';
import { Icon, type IconName } from './Icon';

type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'emergency';

export interface CardProps {
  children: ComponentChildren;
  title?: ComponentChildren;
  actions?: ComponentChildren;
  flush?: boolean;
  class?: string;
  testId?: string;
}

export function Card({ children, title, actions, flush = false, class: extra, testId }: CardProps) {
  return (
    <section class={['card', flush && 'card-flush', extra].filter(Boolean).join(' ')} data-testid={testId}>
      {(title || actions) && (
        <div class="card-head">
          {title && <h2>{title}</h2>}
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}

export function Badge({ children, tone = 'neutral' }: { children: ComponentChildren; tone?: Tone }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}

/** Colour never speaks alone: the label is read out when no words stand beside it. */
export function StatusDot({ tone = 'neutral', pulse = false, label }: { tone?: Tone; pulse?: boolean; label?: string }) {
  return (
    <span class={`dot dot-${tone}${pulse ? ' dot-pulse' : ''}`} aria-hidden={label ? undefined : true}>
      {label && <span class="visually-hidden">{label}</span>}
    </span>
  );
}

export function initials(name: string): string {
  const words = name
    .replace(/^(dr|prof|mr|mrs|ms)\.?\s+/i, '')
    .split(/\s+/)
    .filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** Beside a written name, so hidden from screen readers. */
export function Avatar({ name, size }: { name: string; size?: 's' | 'l' }) {
  return (
    <span class={`avatar${size ? ` avatar-${size}` : ''}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

export function Spinner() {
  return <span class="spinner" aria-hidden="true" />;
}

export function Loading({ children = 'Loading…' }: { children?: ComponentChildren }) {
  return (
    <div class="loading" role="status">
      <Spinner />
      <span>{children}</span>
    </div>
  );
}

export function Progress({ value, label }: { value: number; label: string }) {
  return <progress class="progress" max={1} value={value} aria-label={label} />;
}

/** @param page true when it is all there is on a page: its title is then the page's heading. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  page = false,
}: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  page?: boolean;
}) {
  const Title = page ? 'h1' : 'p';
  return (
    <div class="empty">
      <Icon name={icon} />
      <Title class="empty-title">{title}</Title>
      {children && <p class="small">{children}</p>}
      {actions && <div class="row">{actions}</div>}
    </div>
  );
}

const noticeIcons: Record<NoticeTone, IconName> = { info: 'info', success: 'check', warning: 'alert', error: 'alert', emergency: 'alert' };

export type NoticeTone = 'info' | 'success' | 'warning' | 'error' | 'emergency';

export interface NoticeProps {
  children?: ComponentChildren;
  tone?: NoticeTone;
  title?: string;
  icon?: IconName;
  actions?: ComponentChildren;
  /** `alert` interrupts a screen reader; use it for what just went wrong. */
  role?: 'alert' | 'status';
  testId?: string;
}

export function Notice({ children, tone = 'info', title, icon, actions, role, testId }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`} role={role} data-testid={testId}>
      <Icon name={icon ?? noticeIcons[tone]} />
      <div class="grow">
        {title && <p class="notice-title">{title}</p>}
        {children && <div class="small">{children}</div>}
        {actions && <div class="row row-2 notice-actions">{actions}</div>}
      </div>
    </div>
  );
}

/** What happened, and what to do next. */
export function ErrorNotice({
  title = 'That did not work',
  error,
  actions,
}: {
  title?: string;
  error: { code: string; text: string } | string;
  actions?: ComponentChildren;
}) {
  const text = typeof error === 'string' ? error : error.text;
  return (
    <Notice tone="error" role="alert" title={title} actions={actions}>
      {text}
    </Notice>
  );
}

/** Time since a moment of the server's clock, ticking. */
export function Duration({ since, spell = false }: { since: string; spell?: boolean }) {
  const ms = serverNow.value - Date.parse(since);
  return (
    <time class="numerals nowrap" dateTime={since}>
      {spell ? spellDuration(ms) : clockDuration(ms)}
    </time>
  );
}
