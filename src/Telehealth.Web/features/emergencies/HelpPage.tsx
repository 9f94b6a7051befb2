import { useComputed, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { appInfo, EmergencyNumber, emergencyNumber, telOf } from '../../lib/access';
import { longestEmergencyText } from '../../lib/contracts/domain/emergencies';
import { longestTelephone } from '../../lib/contracts/domain/text';
import type { HelpView } from '../../lib/contracts/emergencies';
import { LiveMap, type MapUnit } from '../../lib/map';
import { type Fault, newCommandId, Tries } from '../../lib/realtime';
import { serverNow, serverTimeNow } from '../../lib/time';
import {
  Badge,
  Button,
  Card,
  Dialog,
  Duration,
  ErrorNotice,
  Field,
  LinkButton,
  Select,
  Telephone,
  TextArea,
  toast,
  Written,
  WrittenText,
} from '../../lib/ui';
import { type DraftPlace, longestNote, placeInput } from './draft';
import { attendance, emergencyLink, help as helpSignal, helpIsLive, seeHelp } from './emergencyLink';
import { helpText, milestones, placeIsKnown, priorityText } from './helpText';
import { PlaceChoice } from './PlaceStep';

const cancelReasons = ['Help is no longer needed', 'Raised by mistake', 'Other help has arrived', 'Another reason'].map((label) => ({
  value: label,
  label,
}));

export function CancelDialog({ help, onClose }: { help: HelpView; onClose: () => void }) {
  const reason = useSignal(cancelReasons[0]?.value ?? '');
  const more = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const cancel = async (): Promise<void> => {
    busy.value = true;
    const commandId = newCommandId();
    const words = [reason.peek(), more.peek().trim()].filter(Boolean).join(': ');
    const outcome = await emergencyLink.sendUntilAnswered((hub) => hub.CancelMine({ commandId, emergencyId: help.id, reason: words }));
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    seeHelp(outcome.value);
    onClose();
  };
  return (
    <Dialog
      title="Cancel the emergency?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" busy={busy.value} onClick={() => void cancel()} testId="cancel-sure">
            Cancel the emergency
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>A crew on its way turns back. If you are not sure, keep it.</p>
        {fault.value && <ErrorNotice title="It was not cancelled" error={fault.value} />}
        <Select
          label="Why?"
          value={reason.value}
          options={cancelReasons}
          onInput={(value) => (reason.value = value)}
          testId="cancel-reason"
        />
        <TextArea label="Anything to add" rows={2} maxLength={longestNote} value={more.value} onInput={(value) => (more.value = value)} />
      </div>
    </Dialog>
  );
}

function LocationDialog({ help, onClose }: { help: HelpView; onClose: () => void }) {
  const place = useSignal<DraftPlace | null>(null);
  const words = useSignal(help.location.note ?? '');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const send = async (): Promise<void> => {
    busy.value = true;
    const commandId = newCommandId();
    const outcome = await emergencyLink.sendUntilAnswered((hub) =>
      hub.ImproveLocation({ commandId, emergencyId: help.id, location: placeInput(place.peek(), words.peek()) }),
    );
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    seeHelp(outcome.value);
    toast('The crew and the dispatcher have the new place.');
    onClose();
  };
  return (
    <Dialog
      wide
      title="Where is help needed?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep the old place</Button>
          <Button
            kind="primary"
            busy={busy.value}
            disabled={place.value === null && words.value.trim() === (help.location.note ?? '')}
            onClick={() => void send()}
            testId="improve-send"
          >
            Send the new place
          </Button>
        </>
      }
    >
      <div class="stack">
        {fault.value && <ErrorNotice title="The place was not changed" error={fault.value} />}
        <PlaceChoice place={place.value} onPlace={(next) => (place.value = next)} />
        <Field
          label="In words"
          hint="Street and number, floor, door, or what you can see."
          maxLength={longestNote}
          value={words.value}
          onInput={(value) => (words.value = value)}
          testId="improve-words"
        />
      </div>
    </Dialog>
  );
}

function MoreDialog({ help, onClose }: { help: HelpView; onClose: () => void }) {
  const tries = useMemo(() => new Tries(), []);
  const number = useSignal(help.callbackNumber ?? '');
  const words = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const send = async (): Promise<void> => {
    busy.value = true;
    const details = {
      complaint: null,
      answers: null,
      description: words.peek().trim() || null,
      callbackNumber: number.peek().trim() || null,
    };
    const outcome = await tries.send('more', (commandId) =>
      emergencyLink.sendUntilAnswered((hub) => hub.GiveDetails({ commandId, emergencyId: help.id, ...details })),
    );
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    seeHelp(outcome.value);
    toast('The crew and the dispatcher have it.');
    onClose();
  };
  return (
    <Dialog
      title="Tell more"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button kind="primary" busy={busy.value} onClick={() => void send()} testId="more-send">
            Send
          </Button>
        </>
      }
    >
      <div class="stack">
        {fault.value && <ErrorNotice title="It was not taken" error={fault.value} />}
        <Field
          label="Call-back number"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={longestTelephone}
          value={number.value}
          onInput={(value) => (number.value = value)}
          testId="more-callback"
        />
        <TextArea
          label="What happened?"
          rows={4}
          maxLength={longestEmergencyText}
          hint="Takes the place of what you wrote before."
          value={words.value}
          onInput={(value) => (words.value = value)}
          testId="more-words"
        />
      </div>
    </Dialog>
  );
}

function HelpMap({ help }: { help: HelpView }) {
  const units = useComputed<readonly MapUnit[]>(() => {
    const view = helpSignal.value;
    if (!view?.unitFix || view.id !== help.id) return [];
    const { latitude, longitude, headingDegrees, at } = view.unitFix;
    const callSign = view.unitCallSign ?? 'Crew';
    return [
      {
        id: view.unitFix.unitId,
        callSign,
        tone: 'assigned',
        words: helpText(view, attendance.value).title,
        latitude,
        longitude,
        headingDegrees,
        fixAt: at,
        emergencyId: view.id,
      },
    ];
  });
  const places = useComputed(() => {
    const view = helpSignal.value;
    if (!view || view.location.latitude === null || view.location.longitude === null) return [];
    return [
      {
        id: view.id,
        priority: view.priority,
        label: 'You',
        words: view.complaintLabel,
        latitude: view.location.latitude,
        longitude: view.location.longitude,
        accuracyMetres: view.location.accuracyMetres,
        covered: true,
        open: true,
      },
    ];
  });
  return (
    <LiveMap
      units={units}
      emergencies={places}
      styleUrl={appInfo.value?.mapStyleUrl ?? null}
      serverNow={serverTimeNow}
      label="You and the crew"
    />
  );
}

const oldFixMs = 60_000;

function CrewCard({ help }: { help: HelpView }) {
  const fix = help.unitFix;
  const old = fix !== null && serverNow.value - Date.parse(fix.at) > oldFixMs;
  return (
    <Card
      title="Who is coming"
      {...(help.unitCallSign ? { actions: <Badge tone="success">Crew {help.unitCallSign}</Badge> } : {})}
      testId="help-unit"
    >
      <p class="strong">
        {help.crewNames.length > 0
          ? help.crewNames.map((name, index) => (
              <span key={name}>
                {index > 0 && ', '}
                <Written text={name} />
              </span>
            ))
          : `Crew ${help.unitCallSign ?? ''}`}
      </p>
      <p class="muted small">
        {fix ? (
          <>
            Last seen <Duration since={fix.at} spell /> ago{old && '. The crew may have no signal where it is; it goes on all the same.'}
          </>
        ) : (
          'The crew’s position is not known yet.'
        )}
      </p>
    </Card>
  );
}

function placeText({ location }: HelpView): string {
  const { accuracyMetres, source, note } = location;
  if (location.latitude === null) return note ?? (source === 'callerDoesNotKnow' ? 'You do not know where you are' : 'Not known yet');
  const where = { device: 'From your device', map: 'The point on the map', caller: 'As told' }[source as 'device'] ?? 'As told';
  return `${where}${source === 'device' && accuracyMetres !== null ? `, within about ${Math.round(accuracyMetres)} m` : ''}${note ? `, ${note}` : ''}`;
}

function FactsCard({ help, onImprove, onMore }: { help: HelpView; onImprove: () => void; onMore: () => void }) {
  return (
    <Card
      title="What we know"
      {...(helpIsLive(help)
        ? {
            actions: (
              <>
                <Button icon="mapPin" kind={placeIsKnown(help) ? 'secondary' : 'primary'} onClick={onImprove} testId="improve-location">
                  {placeIsKnown(help) ? 'Improve the place' : 'Say where you are'}
                </Button>
                <Button onClick={onMore} testId="tell-more">
                  Tell more
                </Button>
              </>
            ),
          }
        : {})}
    >
      <dl class="review">
        <dt>Emergency</dt>
        <dd>{help.complaintLabel}</dd>
        <dt>Place</dt>
        <dd data-testid="help-place">
          <WrittenText text={placeText(help)} />
        </dd>
        <dt>Call-back</dt>
        <dd>
          <Telephone number={help.callbackNumber} />
        </dd>
        <dt>Asked for</dt>
        <dd>
          <Duration since={help.raisedAt} spell /> ago
        </dd>
      </dl>
    </Card>
  );
}

/** Help on its way: in words first, with map and way beside it. */
export function HelpPage({ help, onAgain }: { help: HelpView; onAgain: () => void }) {
  const cancelling = useSignal(false);
  const improving = useSignal(false);
  const more = useSignal(false);
  const live = helpIsLive(help);
  const words = helpText(help, attendance.value);
  return (
    <div class="page stack stack-6" data-testid="help-page">
      <section class={`help-head${live ? '' : ' help-head-over'}`}>
        <p class="small strong">{live ? priorityText(help.priority) : help.complaintLabel}</p>
        <div role="status">
          <h1 data-testid="help-status" data-phase={help.phase} data-status={help.unitStatus ?? ''}>
            {words.title}
          </h1>
        </div>
        <p>{words.next}</p>
        {live && words.ringNow && (
          <LinkButton large href={telOf(emergencyNumber())} icon="phone" testId="ring-now">
            Call {emergencyNumber()}
          </LinkButton>
        )}
        {!live && (
          <Button kind="emergency" onClick={onAgain} testId="emergency-again">
            Get emergency help again
          </Button>
        )}
      </section>
      <div class="help-columns">
        <div class="stack stack-6">
          {live && help.unitCallSign !== null && help.phase === 'assigned' && <CrewCard help={help} />}
          {help.phase !== 'cancelled' && (
            <Card title="How it goes on">
              <ol class="timeline">
                {milestones(help).map((mark) => (
                  <li key={mark.label} class={mark.state} aria-current={mark.state === 'now' ? 'step' : undefined}>
                    {mark.label}
                    {mark.state === 'done' && <span class="visually-hidden"> (done)</span>}
                  </li>
                ))}
              </ol>
            </Card>
          )}
        </div>
        <div class="stack stack-6">
          {live && placeIsKnown(help) && (
            <div class="map-box">
              <HelpMap help={help} />
            </div>
          )}
          <FactsCard help={help} onImprove={() => (improving.value = true)} onMore={() => (more.value = true)} />
          {live && (
            <div class="row row-between">
              <p class="muted small grow">
                If it gets worse, call <EmergencyNumber />.
              </p>
              <Button kind="quiet" onClick={() => (cancelling.value = true)} testId="emergency-cancel">
                Cancel the emergency
              </Button>
            </div>
          )}
        </div>
      </div>
      {cancelling.value && live && <CancelDialog help={help} onClose={() => (cancelling.value = false)} />}
      {more.value && live && <MoreDialog help={help} onClose={() => (more.value = false)} />}
      {improving.value && live && <LocationDialog help={help} onClose={() => (improving.value = false)} />}
    </div>
  );
}
