import type { ComponentChildren, Ref } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './Icon';

interface FieldBase {
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
  testId?: string;
  disabled?: boolean;
  required?: boolean;
  /** Takes the focus when the dialog that it stands in opens. */
  autoFocus?: boolean;
}

interface TextBase extends FieldBase {
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  maxLength?: number;
  name?: string;
}

export interface FieldProps extends TextBase {
  type?: 'text' | 'email' | 'password' | 'tel' | 'search' | 'datetime-local' | 'number';
  autoComplete?: string;
  inputRef?: Ref<HTMLInputElement>;
  inputMode?: 'text' | 'tel' | 'email' | 'decimal' | 'numeric' | 'search';
  min?: string;
  step?: string;
}

export interface TextAreaProps extends TextBase {
  rows?: number;
}

export interface SelectProps extends FieldBase {
  value: string;
  options: readonly { value: string; label: string }[];
  onInput: (value: string) => void;
}

// Preact types every kind of input apart; one of ours takes any of the kinds above.
const inputType = (type: FieldProps['type'] = 'text'): { type: 'text' } => ({ type: type as 'text' });

/** Words stand in the direction of what is typed; addresses, numbers and times have one of their own. */
const directionOf = (type: FieldProps['type'] = 'text'): 'auto' | undefined => (type === 'text' || type === 'search' ? 'auto' : undefined);

interface FrameProps extends FieldBase {
  children: (ids: { id: string; describedBy: string | undefined }) => ComponentChildren;
}

function Frame({ label, hint, error, children }: FrameProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({ id, describedBy })}
      {error && (
        <span class="field-error" id={`${id}-error`}>
          <Icon name="alert" size="s" />
          {error}
        </span>
      )}
    </div>
  );
}

export function Field(props: FieldProps) {
  return (
    <Frame {...props}>
      {({ id, describedBy }) => (
        <input
          id={id}
          ref={props.inputRef ?? null}
          class="input"
          dir={directionOf(props.type)}
          {...inputType(props.type)}
          name={props.name}
          value={props.value}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          autoComplete={props.autoComplete}
          inputMode={props.inputMode}
          min={props.min}
          step={props.step}
          autofocus={props.autoFocus}
          disabled={props.disabled}
          required={props.required}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy}
          data-testid={props.testId}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Frame>
  );
}

export function TextArea(props: TextAreaProps) {
  return (
    <Frame {...props}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          class="input"
          dir="auto"
          name={props.name}
          rows={props.rows ?? 3}
          value={props.value}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          disabled={props.disabled}
          required={props.required}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy}
          data-testid={props.testId}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Frame>
  );
}

export interface SwitchProps {
  label: string;
  hint?: string;
  on: boolean;
  onChange: (on: boolean) => void;
  testId?: string;
}

/** Something that is on or off and takes effect at once. */
export function Switch({ label, hint, on, onChange, testId }: SwitchProps) {
  const id = useId();
  return (
    <label class="switch">
      <span class="grow">
        <span class="strong">{label}</span>
        {hint && (
          <span class="muted small switch-hint" id={id}>
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says by itself whether it is on.
        role="switch"
        class="switch-input"
        checked={on}
        aria-label={label}
        aria-describedby={hint ? id : undefined}
        data-testid={testId}
        onChange={(event) => {
          const wanted = event.currentTarget.checked;
          // What it shows is what is so, not what was wished for: it moves when the state has changed.
          event.currentTarget.checked = on;
          onChange(wanted);
        }}
      />
    </label>
  );
}

export function Select(props: SelectProps) {
  return (
    <Frame {...props}>
      {({ id, describedBy }) => (
        <select
          id={id}
          class="input"
          value={props.value}
          autofocus={props.autoFocus}
          disabled={props.disabled}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy}
          data-testid={props.testId}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        >
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}
