import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { attendance, help, helpIsLive } from '../../features/emergencies/emergencyLink';
import { EmergencyNumber } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import type { ConsultCard } from '../../lib/contracts/consults';
import { longestConsultReason } from '../../lib/contracts/domain/consults';
import { type Fault, newCommandId } from '../../lib/realtime';
import { serverNow, whenWords, zoneName } from '../../lib/time';
import { Badge, Button, Card, Duration, EmptyState, ErrorNotice, goTo, Icon, LinkButton, Loading, TextArea, WrittenText } from '../../lib/ui';
import { consultLink, consults, seeConsult } from './links';
import { opensLater } from './opening';


/** Only what is known of who is there is promised. */
function promise(): ComponentChildren {
  const present = attendance.value;
  if (present?.crewOnShift) return <>The nearest crew is asked. This does not replace the telephone: <EmergencyNumber />.</>;
  if (present?.dispatcherPresent) return <>A dispatcher is there, and no crew is on shift now. Call <EmergencyNumber /> first.</>;
  return <>Nobody here can come right now. Call <EmergencyNumber />.</>;
}

function EmergencyCard() {
  const live = helpIsLive(help.value);
  // Where nobody is ever sent from here, only the number helps; so too while it is not known.
  if (!live && !attendance.value?.isSetUp) {
    return (
      <section class="emergency-card" aria-labelledby="emergency-title" data-testid="emergency-number-card">
        <span class="emergency-mark"><Icon name="phone" size="l" /></span>
        <div class="grow">
          <h2 id="emergency-title">Somebody is in danger?</h2>
          <p>Call <EmergencyNumber />.</p>
        </div>
      </section>
    );
  }
  return (
    <section class="emergency-card" aria-labelledby="emergency-title">
      <span class="emergency-mark"><Icon name="alert" size="l" /></span>
      <div class="grow">
        <h2 id="emergency-title">{live ? 'You have asked for help' : 'Somebody is in danger?'}</h2>
        <p class="small">{live ? 'See how it stands.' : promise()}</p>
      </div>
      <LinkButton kind="emergency" large href="#/emergency" testId="emergency-start">{live ? 'Show my emergency' : 'Get emergency help'}</LinkButton>
    </section>
  );
}

function AskCard() {
  const reason = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const ask = async (): Promise<void> => {
    busy.value = true;
    fault.value = null;
    const commandId = newCommandId();
    const outcome = await consultLink.sendUntilAnswered((hub) => hub.Ask({ commandId, reason: reason.peek().trim() }));
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error !== null) return;
    seeConsult(outcome.value);
    goTo('consult', outcome.value.id);
  };
  return (
    <Card title="See a clinician by video">
      <form class="stack" onSubmit={(event) => { event.preventDefault(); void ask(); }}>
        {fault.value && <ErrorNotice title="The consult was not asked for" error={fault.value} />}
        <TextArea label="What is it about?" hint="A sentence or two. The clinician reads it before you meet." value={reason.value} maxLength={longestConsultReason} onInput={(value) => (reason.value = value)} testId="ask-reason" />
        <div class="row">
          <Button type="submit" kind="primary" large icon="camera" busy={busy.value} disabled={reason.value.trim() === ''} testId="ask-submit">Ask for a consult</Button>
        </div>
        <p class="muted small">Next you try your camera and microphone, then you wait for the first clinician who is free.</p>
      </form>
    </Card>
  );
}

const goOnWords: Partial<Record<ConsultCard['phase'], string>> = { booked: 'Open', waiting: 'Return', inProgress: 'Return' };

function PhaseBadge({ card }: { card: ConsultCard }) {
  switch (card.phase) {
    case 'booked':
      return <Badge tone="accent">Booked</Badge>;
    case 'waiting':
      return <Badge tone="warning">Waiting {card.waitingSince && <Duration since={card.waitingSince} />}</Badge>;
    case 'inProgress':
      return <Badge tone="success">In progress</Badge>;
    case 'ended':
      return <Badge>Ended</Badge>;
    case 'cancelled':
      return <Badge>Cancelled</Badge>;
  }
}

const momentOf = (card: ConsultCard): string => card.endedAt ?? card.startedAt ?? card.waitingSince ?? card.bookedFor ?? '';

function ConsultRow({ card }: { card: ConsultCard }) {
  const next = goOnWords[card.phase];
  const moment = momentOf(card);
  const later = opensLater(card, serverNow.value);
  return (
    <li class="consult-row" data-testid="my-consult" data-consult={card.id} data-phase={card.phase}>
      <span class="grow">
        <WrittenText class="strong reason" text={card.reason} />
        <span class="muted small">{[card.clinicianName, moment && whenWords(moment, serverNow.value) + (card.phase === 'booked' ? ` ${zoneName(new Date(moment), 'short')}` : '')].filter(Boolean).join(' · ')}</span>
      </span>
      <PhaseBadge card={card} />
      {later !== null && <span class="small nowrap" data-testid="opens-later">Opens {later}</span>}
      {next && later === null && <LinkButton kind={card.phase === 'booked' ? 'secondary' : 'primary'} href={`#/consult/${card.id}`}>{next}</LinkButton>}
    </li>
  );
}

const recentAtMost = 8;

function ConsultsCard() {
  if (consults.value === null) return <Card title="Your consults"><Loading /></Card>;
  const cards = [...consults.value.values()];
  const open = cards.filter((card) => card.phase in goOnWords).sort((one, other) => momentOf(one).localeCompare(momentOf(other)));
  const over = cards.filter((card) => !(card.phase in goOnWords)).sort((one, other) => momentOf(other).localeCompare(momentOf(one))).slice(0, recentAtMost);
  return (
    <Card title="Your consults" flush class="consults-card">
      {open.length > 0 && <ul>{open.map((card) => <ConsultRow key={card.id} card={card} />)}</ul>}
      {over.length > 0 && (
        <>
          <h3 class="consults-over">Earlier</h3>
          <ul>{over.map((card) => <ConsultRow key={card.id} card={card} />)}</ul>
        </>
      )}
      {cards.length === 0 && <EmptyState icon="calendar" title="No consults yet">Booked and past consults are listed here.</EmptyState>}
    </Card>
  );
}

export function HomePage({ me }: { me: Me }) {
  return (
    <div class="page stack stack-6">
      <h1>Hello {me.name.split(' ')[0]}</h1>
      <EmergencyCard />
      <div class="home-columns">
        <AskCard />
        <ConsultsCard />
      </div>
    </div>
  );
}
