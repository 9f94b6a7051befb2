import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Answer, ComplaintEntry, ProtocolView } from '../../../lib/contracts';
import type { Fault } from '../../../lib/realtime';
import { longestTelephone } from '../../../lib/text';
import { Button, Card, ErrorNotice, Field, Icon, Notice, TextArea, Written } from '../../../lib/ui';
import { emergencyLink, seeHelp } from '../links';
import { canBeRung, clearDraft, draft, raiseOf, type Step, steps } from './draft';
import { PlaceChoice } from './PlaceStep';

const longestDescription = 1000;
const longestNote = 200;

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
  if (next) go(next.step);
}

function Foot({ children }: { children?: ComponentChildren }) {
  return (
    <div class="step-foot">
      <Button kind="quiet" icon="arrowLeft" onClick={back} testId="emergency-back">Back</Button>
      {children}
    </div>
  );
}

function ComplaintStep({ protocol }: { protocol: ProtocolView }) {
  const choose = (complaint: ComplaintEntry): void => {
    draft.complaint.value = complaint.code;
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
            <input type="radio" name={code} checked={given === value} data-testid={`answer-${code}-${value}`} onChange={() => (draft.answers.value = new Map(draft.answers.peek()).set(code, value))} />
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
      <Card>{codes.map((code) => <Question key={code} code={code} text={texts.get(code) ?? code} />)}</Card>
      <p class="muted small">Leave open what you do not know. Do not put yourself at risk to find out.</p>
      <Foot><Button kind="primary" large icon="arrowRight" onClick={forward} testId="emergency-next">Next: where</Button></Foot>
    </>
  );
}

function WhereStep() {
  return (
    <>
      <Card><PlaceChoice place={draft.place.value} onPlace={(place) => (draft.place.value = place)} /></Card>
      <Field label="Floor, door, landmark (if it helps)" value={draft.note.value} maxLength={longestNote} onInput={(value) => (draft.note.value = value)} testId="emergency-note" />
      <Foot><Button kind="primary" large icon="arrowRight" disabled={draft.place.value === null} onClick={forward} testId="emergency-next">Next: last details</Button></Foot>
    </>
  );
}

function useRaise(codes: readonly string[]) {
  const busy = useSignal(false);
  const tried = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const raise = async (): Promise<void> => {
    tried.value = true;
    const content = raiseOf(codes);
    if (!content) return;
    busy.value = true;
    fault.value = null;
    const outcome = await draft.tries.send('raise', (commandId) => emergencyLink.callSurely((hub) => hub.Raise({ ...content, commandId })));
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    seeHelp(outcome.value);
    clearDraft();
  };
  return { busy, tried, fault, raise };
}

function Review({ complaint, codes }: { complaint: ComplaintEntry; codes: readonly string[] }) {
  const place = draft.place.value;
  const yes = codes.filter((code) => draft.answers.value.get(code) === 'yes').length;
  return (
    <dl class="review">
      <dt>Emergency</dt>
      <dd>{complaint.label}{codes.length > 0 && <span class="muted">, {yes} of {codes.length} answered yes</span>}</dd>
      <dt>Place</dt>
      <dd>{place === null ? 'Missing' : place.source === 'device' ? `Where this device is${place.accuracyMetres === null ? '' : `, within about ${Math.round(place.accuracyMetres)} m`}` : 'The point on the map'}{draft.note.value && <>, <Written text={draft.note.value} /></>}</dd>
    </dl>
  );
}

function DetailsStep({ complaint, codes }: { complaint: ComplaintEntry; codes: readonly string[] }) {
  const { busy, tried, fault, raise } = useRaise(codes);
  const badNumber = tried.value && !canBeRung(draft.callback.value);
  const offline = emergencyLink.state.value !== 'live';
  return (
    <form class="stack stack-6" noValidate onSubmit={(event) => { event.preventDefault(); void raise(); }}>
      <Card>
        <div class="stack">
          <Field
            label="Call-back number" type="tel" inputMode="tel" autoComplete="tel" required hint="The crew or a dispatcher may ring you."
            value={draft.callback.value} maxLength={longestTelephone} error={badNumber ? 'Give a number that can be rung.' : null} onInput={(value) => (draft.callback.value = value)} testId="emergency-callback"
          />
          <TextArea label="What happened?" hint="In your own words, if there is time." value={draft.description.value} maxLength={longestDescription} onInput={(value) => (draft.description.value = value)} testId="emergency-description" />
        </div>
      </Card>
      <Card title="This is sent"><Review complaint={complaint} codes={codes} /></Card>
      {fault.value && <ErrorNotice title="Your request was not taken" error={fault.value} />}
      {offline && <Notice tone="emergency" role="alert" title="You are offline">The request is sent as soon as there is a connection. Do not wait for it: call your local emergency number.</Notice>}
      <Foot><Button type="submit" kind="emergency" large icon="alert" busy={busy.value} testId="emergency-raise">{busy.value && offline ? 'Waiting for a connection…' : 'Send for help'}</Button></Foot>
    </form>
  );
}

/** What, how bad, where, and who to ring: four short pages. */
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
        <ol class="steps" aria-hidden="true">{steps.map((one, index) => <li key={one.step} class={index <= at ? 'done' : ''} />)}</ol>
        <h1 ref={heading} tabIndex={-1}><span class="visually-hidden">Step {at + 1} of {steps.length}: </span>{steps[at]?.title}</h1>
      </div>
      {step === 'complaint' && (
        <>
          <Notice tone="emergency" title="This does not replace your local emergency number">If you can call it, do so, and use this page as well.</Notice>
          <ComplaintStep protocol={protocol} />
        </>
      )}
      {step === 'questions' && <QuestionStep protocol={protocol} codes={codes} />}
      {step === 'where' && <WhereStep />}
      {step === 'details' && complaint && <DetailsStep complaint={complaint} codes={codes} />}
    </div>
  );
}
