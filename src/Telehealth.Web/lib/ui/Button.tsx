import type { ComponentChildren, Ref } from 'preact';
import { Icon, type IconName } from './Icon';
import { Spinner } from './Surfaces';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger' | 'emergency';

export interface ButtonProps {
  children?: ComponentChildren;
  kind?: ButtonKind;
  icon?: IconName;
  /** Needed when there is no text. */
  label?: string;
  type?: 'button' | 'submit';
  busy?: boolean;
  disabled?: boolean;
  wide?: boolean;
  large?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  /** Takes the focus when the dialog that it stands in opens. */
  autoFocus?: boolean;
  title?: string;
  class?: string;
  testId?: string;
  data?: Record<`data-${string}`, string>;
  buttonRef?: Ref<HTMLButtonElement>;
  onClick?: (event: MouseEvent) => void;
}

const classes = (props: Pick<ButtonProps, 'kind' | 'wide' | 'large' | 'class'>, iconOnly: boolean): string =>
  [
    'button',
    `button-${props.kind ?? 'secondary'}`,
    props.wide && 'button-wide',
    props.large && 'button-large',
    iconOnly && 'button-icon',
    props.class,
  ]
    .filter(Boolean)
    .join(' ');

export function Button(props: ButtonProps) {
  const { children, icon, label, busy = false, disabled = false } = props;
  const iconOnly = children === undefined;
  return (
    <button
      ref={props.buttonRef ?? null}
      type={props.type ?? 'button'}
      class={classes(props, iconOnly)}
      disabled={disabled || busy}
      autofocus={props.autoFocus}
      aria-busy={busy || undefined}
      aria-label={label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      title={props.title ?? (iconOnly ? label : undefined)}
      data-testid={props.testId}
      onClick={props.onClick}
      {...props.data}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export interface LinkButtonProps extends Pick<ButtonProps, 'children' | 'kind' | 'icon' | 'label' | 'wide' | 'large' | 'class' | 'testId'> {
  href: string;
}

export function LinkButton(props: LinkButtonProps) {
  return (
    <a class={classes(props, props.children === undefined)} href={props.href} aria-label={props.label} data-testid={props.testId}>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </a>
  );
}
