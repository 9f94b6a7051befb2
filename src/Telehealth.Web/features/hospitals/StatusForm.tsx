import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { hospitalReasonInvalidCode, hospitalUntilPastCode } from '../../lib/contracts/codes';
import { type HospitalRow, type HospitalState, longestHospitalReason } from '../../lib/contracts/hospitals';
import type { Fault } from '../../lib/realtime/outcome';
import { isolated } from '../../lib/text/isolated';
import { serverNow, serverTimeNow } from '../../lib/time/clock';
import { announce } from '../../lib/ui/Announcer';
import { Button } from '../../lib/ui/Button';
import { Field, Select } from '../../lib/ui/Fields';
import { ErrorNotice, Notice } from '../../lib/ui/Surfaces';
import type { HospitalModel } from './hospitalModel';
import { endOf, entryText, hospitalStates, lengths, localTime, stateLabels } from './hospitalText';

interface StatusFormProps {
  hospitals: Pick<HospitalModel, 'changeStatus'>;
  row: HospitalRow;
  onDone: () => void;
}

const fieldCodes: readonly string[] = [hospitalReasonInvalidCode, hospitalUntilPastCode];

export function StatusForm({ hospitals, row, onDone }: StatusFormProps) {
  const state = useSignal<HospitalState>(row.state);
  const reason = useSignal(row.reason ?? '');
  const length = useSignal(row.until === null ? '' : 'at');
  const typed = useSignal(row.until === null ? '' : localTime(row.until));
  const fault = useSignal<Fault | null>(null);
  const busy = useSignal(false);
  /** What stood there when the form was opened: somebody else may enter something meanwhile. */
  const seen = useSignal(row.since);
  const end = endOf(length.value, typed.value, serverTimeNow());
  const takes = state.value === 'open';
  const ready = takes || (reason.value.trim() !== '' && end !== undefined);
  const send = async (): Promise<void> => {
    busy.value = true;
    const outcome = await hospitals.changeStatus(
      row.code,
      takes ? { state: 'open', reason: null, until: null } : { state: state.value, reason: reason.value.trim(), until: end ?? null },
    );
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error === null) {
      announce(`${isolated(row.name)}: ${stateLabels[outcome.value.state].toLowerCase()}.`);
      onDone();
    }
  };
  const wrong = (code: string): string | null => (fault.value?.code === code ? fault.value.text : null);
  return (
    <form
      class="hospital-form stack stack-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy.value) void send();
      }}
    >
      {fault.value !== null && !fieldCodes.includes(fault.value.code) && <ErrorNotice title="Not changed" error={fault.value} />}
      {row.since !== seen.value && (
        <ChangedMeanwhile
          row={row}
          onSeen={() => {
            seen.value = row.since;
          }}
        />
      )}
      <StateChoice row={row} state={state} />
      {!takes && <Why reason={reason} length={length} typed={typed} wrong={wrong} />}
      <div class="row row-end">
        <Button
          type="submit"
          kind="primary"
          class="action"
          busy={busy.value}
          disabled={!ready}
          testId="hospital-confirm"
        >{`Enter: ${stateLabels[state.value].toLowerCase()}`}</Button>
      </div>
    </form>
  );
}

/** Somebody else entered something while the form was open. */
function ChangedMeanwhile({ row, onSeen }: { row: HospitalRow; onSeen: () => void }) {
  return (
    <Notice
      tone="warning"
      role="alert"
      title={`Changed meanwhile: ${stateLabels[row.state].toLowerCase()}`}
      actions={
        <Button class="action" onClick={onSeen}>
          I have seen it
        </Button>
      }
    >
      {entryText(row, serverNow.value)} What you enter replaces it.
    </Notice>
  );
}

interface WhyProps {
  reason: Signal<string>;
  length: Signal<string>;
  typed: Signal<string>;
  /** What the server said against the field of this code. */
  wrong: (code: string) => string | null;
}

/** Why it takes no patients, and for how long. */
function Why({ reason, length, typed, wrong }: WhyProps) {
  return (
    <div class="hospital-fields">
      <Field
        label="Reason"
        required
        maxLength={longestHospitalReason}
        value={reason.value}
        onInput={(value) => {
          reason.value = value;
        }}
        error={wrong(hospitalReasonInvalidCode)}
        testId="hospital-reason"
      />
      <Select
        label="How long"
        value={length.value}
        options={lengths}
        onInput={(value) => {
          length.value = value;
        }}
        error={length.value === 'at' ? null : wrong(hospitalUntilPastCode)}
        testId="hospital-length"
      />
      {length.value === 'at' && (
        <Field
          label="Until"
          type="datetime-local"
          value={typed.value}
          onInput={(value) => {
            typed.value = value;
          }}
          error={wrong(hospitalUntilPastCode)}
          testId="hospital-until"
        />
      )}
    </div>
  );
}

/** The present one has the focus when the form opens: arrows choose another, Tab goes to the reason. */
function StateChoice({ row, state }: { row: HospitalRow; state: { value: HospitalState } }) {
  const present = useRef<HTMLInputElement>(null);
  useEffect(() => present.current?.focus(), []);
  return (
    <fieldset class="hospital-states">
      <legend class="field-label">{row.name} is</legend>
      {hospitalStates.map((value) => (
        <label key={value}>
          <input
            ref={value === row.state ? present : null}
            type="radio"
            name={`state-${row.code}`}
            value={value}
            checked={state.value === value}
            data-testid={`hospital-state-${value}`}
            onChange={() => {
              state.value = value;
            }}
          />
          {stateLabels[value]}
        </label>
      ))}
    </fieldset>
  );
}
