import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { EmergencyNumber } from '../../lib/access';
import { longestEmergencyText } from '../../lib/contracts/domain/emergencies';
import type { Answer } from '../../lib/contracts/domain/triage';
import { longestTelephone } from '../../lib/contracts/domain/text';
import type { ComplaintEntry, ProtocolView } from '../../lib/contracts/emergencies';
import { Button, Card, ErrorNotice, Field, Icon, Notice, TextArea } from '../../lib/ui';
import { askForHelp, helpCall, telling } from './asking';
import { clearDraft, draft, longestNote, type Step, steps } from './draft';
import { emergencyLink, help, helpIsLive } from './emergencyLink';
import { CancelDialog } from './HelpPage';
import { PlaceChoice } from './PlaceStep';

const answers: readonly { value: Answer; label: string }[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'unknown', label: 'Don’t know' },
];

const indexOf = (step: Step): number => steps.findIndex((one) => one.step === step);

function go(step: Step): void {
  draft.step.value = step;
  scrollTo(0, 0);
}

function back(): void {
  const before = steps[indexOf(draft.step.peek()) - 1];
  if (before) go(before.step);
}

function forward(): void {
  const next = steps[indexOf(draft.step.peek()) + 1];
  void helpCall.tell();
  if (next) go(next.step);
}

/** What is left stays known to the page that follows. */
function finish(): void {
  void helpCall.tell().then(() => {
    if (helpCall.fault.peek() !== null) return;
    telling.value = false;
    clearDraft();
    helpCall.forget();
  });
}

function Foot({ children }: { children?: ComponentChildren }) {
  return (
    <div class="step-foot">
      <Button kind="quiet" icon="arrowLeft" onClick={back} testId="emergency-back">
        Back
      </Button>
      {children}
    </div>
  );
}

function ComplaintStep({ protocol }: { protocol: ProtocolView }) {
  const choose = (complaint: ComplaintEntry): void => {
    askForHelp(complaint.code);
    go(complaint.questionCodes.length > 0 ? 'questions' : 'where');
  };
  return (
    <ul class="complaints">
      {protocol.complaints.map((complaint) => (
        <li key={complaint.code}>
          <button type="button" class="complaint" data-testid={`complaint-${complaint.code}`} onClick={() => choose(complaint)}>
            {complaint.label}
            <Icon name="arrowRight" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Question({ code, text }: { code: string; text: string }) {
  const given = draft.answers.value.get(code);
  return (
    <fieldset class="question">
      <legend>{text}</legend>
      <div class="choice-group">
        {answers.map(({ value, label }) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name={code}
              checked={given === value}
              data-testid={`answer-${code}-${value}`}
              onChange={() => (draft.answers.value = new Map(draft.answers.peek()).set(code, value))}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function QuestionStep({ protocol, codes }: { protocol: ProtocolView; codes: readonly string[] }) {
  const texts = new Map(protocol.questions.map((question) => [question.code, question.text]));
  return (
    <>
      <Card>
        {codes.map((code) => (
          <Question key={code} code={code} text={texts.get(code) ?? code} />
        ))}
      </Card>
      <p class="muted small">Leave open what you do not know. Do not put yourself at risk to find out.</p>
      <Foot>
        <Button kind="primary" large icon="arrowRight" onClick={forward} testId="emergency-next">
          Next: where
        </Button>
      </Foot>
    </>
  );
}

function WhereStep() {
  const place = draft.place.value;
  const pick = (picked: NonNullable<typeof place>): void => {
    draft.place.value = picked;
    draft.placeByHand.value = picked.source !== 'device';
    draft.placeNotKnown.value = false;
  };
  const notKnown = (): void => {
    draft.placeNotKnown.value = true;
    forward();
  };
  return (
    <>
      <Field
        label={place === null ? 'Where, in words' : 'Floor, door, landmark (if it helps)'}
        hint={place === null ? 'Street and number, or what you can see around you.' : undefined}
        value={draft.note.value}
        maxLength={longestNote}
        onInput={(value) => (draft.note.value = value)}
        testId="emergency-note"
      />
      <Card>
        <PlaceChoice place={place} onPlace={pick} />
      </Card>
      {place === null && (
        <Button icon="info" onClick={notKnown} testId="emergency-lost">
          I do not know where I am
        </Button>
      )}
      <Foot>
        <Button kind="primary" large icon="arrowRight" onClick={forward} testId="emergency-next">
          Next: last details
        </Button>
      </Foot>
    </>
  );
}

function DetailsStep() {
  return (
    <form
      class="stack stack-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        finish();
      }}
    >
      <Card>
        <div class="stack">
          <Field
            label="Call-back number, if you have one"
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            hint="The crew or a dispatcher may ring you. Help comes without it as well."
            value={draft.callback.value}
            maxLength={longestTelephone}
            onInput={(value) => (draft.callback.value = value)}
            testId="emergency-callback"
          />
          <TextArea
            label="What happened?"
            hint="In your own words, if there is time."
            value={draft.description.value}
            maxLength={longestEmergencyText}
            onInput={(value) => (draft.description.value = value)}
            testId="emergency-description"
          />
        </div>
      </Card>
      <Foot>
        <Button type="submit" kind="emergency" large icon="arrowRight" testId="emergency-raise">
          Send this as well
        </Button>
      </Foot>
    </form>
  );
}

/** Whether help has been asked for is never left open: it says so, or says that it has not and what to do. */
function Asked() {
  const cancelling = useSignal(false);
  const view = help.value;
  const live = view && helpIsLive(view) ? view : null;
  const fault = helpCall.fault.value;
  if (live !== null) {
    return (
      <>
        <Notice
          tone="success"
          role="status"
          testId="help-asked"
          title="Help has been asked for"
          actions={
            <>
              <Button onClick={finish} testId="emergency-show">
                Show who is coming
              </Button>
              <Button kind="quiet" onClick={() => (cancelling.value = true)}>
                It was a mistake
              </Button>
            </>
          }
        >
          What you add here reaches dispatch and the crew at once.
        </Notice>
        {fault && (
          <ErrorNotice
            title="The last thing was not taken"
            error={fault}
            actions={
              <Button icon="refresh" onClick={() => void helpCall.tell()}>
                Try again
              </Button>
            }
          />
        )}
        {cancelling.value && <CancelDialog help={live} onClose={() => (cancelling.value = false)} />}
      </>
    );
  }
  if (fault !== null) {
    return (
      <Notice
        tone="emergency"
        role="alert"
        testId="help-not-asked"
        title="Help has not been asked for yet"
        actions={
          <Button kind="emergency" icon="refresh" onClick={() => void helpCall.tell()} testId="emergency-again-now">
            Ask again
          </Button>
        }
      >
        {fault.text} In danger, call <EmergencyNumber />.
      </Notice>
    );
  }
  return emergencyLink.state.value === 'live' ? (
    <Notice tone="info" role="status" title="Asking for help…">
      Answer what you can meanwhile.
    </Notice>
  ) : (
    <Notice tone="emergency" role="alert" title="You are offline">
      Nobody knows yet. Help is asked for as soon as there is a connection. Do not wait for it: call <EmergencyNumber />.
    </Notice>
  );
}

/** What, how bad, where, and who to ring: four short pages. Help is asked for by the first. */
export function RaiseFlow({ protocol }: { protocol: ProtocolView }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const step = draft.step.value;
  const complaint = protocol.complaints.find((one) => one.code === draft.complaint.value);
  const codes = complaint?.questionCodes ?? [];
  // A new page for a screen reader begins at its heading.
  useEffect(() => {
    if (step !== 'complaint') heading.current?.focus();
  }, [step]);
  const at = indexOf(step);
  return (
    <div class="page page-narrow stack stack-6" data-testid="raise-flow" data-step={step}>
      <div class="stack stack-3">
        <ol class="steps" aria-hidden="true">
          {steps.map((one, index) => (
            <li key={one.step} class={index <= at ? 'done' : ''} />
          ))}
        </ol>
        <h1 ref={heading} tabIndex={-1}>
          <span class="visually-hidden">
            Step {at + 1} of {steps.length}:{' '}
          </span>
          {steps[at]?.title}
        </h1>
      </div>
      {telling.value && <Asked />}
      {step === 'complaint' && (
        <>
          <Notice tone="emergency" title="Help is asked for as soon as you choose">
            This does not replace the telephone: if you can, call <EmergencyNumber />, and use this page as well.
          </Notice>
          <ComplaintStep protocol={protocol} />
        </>
      )}
      {step === 'questions' && <QuestionStep protocol={protocol} codes={codes} />}
      {step === 'where' && <WhereStep />}
      {step === 'details' && complaint && <DetailsStep />}
    </div>
  );
}
