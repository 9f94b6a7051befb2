import { useSignal } from '@preact/signals';
import type { ConsultCard } from '../../../lib/contracts/consults';
import { serverNow, whenText, zoneName } from '../../../lib/time';
import { Avatar, Badge, Button, Card, Duration, EmptyState, goTo, LinkButton, Loading, toast, Written, WrittenText } from '../../../lib/ui';
import { NoticeButton, SoundSwitch } from '../AttentionControls';
import { PatientNumber } from '../PatientNumber';
import { returnTextForColleagues } from '../returnText';
import { BookDialog } from './BookDialog';
import { PatientOnline } from './PatientOnline';
import { admit, askNumber, booked, cards, inProgress, link, me, waiting } from './waitingRoom';

const longWaitMs = 10 * 60_000;

function WaitingRow({ card }: { card: ConsultCard }) {
  const busy = useSignal(false);
  const long = card.waitingSince !== null && serverNow.value - Date.parse(card.waitingSince) > longWaitMs;
  const go = async (): Promise<void> => {
    busy.value = true;
    const outcome = await admit(card.id);
    busy.value = false;
    if (outcome.error === null) goTo('consult', card.id);
    else toast(outcome.error.text, 'warning');
  };
  return (
    <li class="patient-row" data-testid="waiting-row" data-consult={card.id}>
      <Avatar name={card.patientName} />
      <span class="grow">
        <WrittenText class="strong" text={card.patientName} />
        <PatientOnline consultId={card.id} />
        <WrittenText class="small reason" text={card.reason} />
        {card.returnedAt !== null && (
          <span class="small" data-testid="returned">
            Sent back to wait <Duration since={card.returnedAt} spell /> ago{returnTextForColleagues(card.returnReason)}
          </span>
        )}
        {card.clinicianId !== null && card.clinicianId !== me.value && (
          <span class="small">
            Booked with <Written text={card.clinicianName ?? 'somebody else'} />, who has not come
          </span>
        )}
      </span>
      <span class={`wait${long ? ' wait-long' : ''}`}>
        <span class="wait-word">Waiting</span>
        {card.waitingSince && <Duration since={card.waitingSince} />}
      </span>
      <Button
        kind="primary"
        busy={busy.value}
        disabled={link.state.value !== 'live'}
        onClick={() => void go()}
        testId="admit"
        data={{ 'data-consult': card.id }}
        label={`Admit ${card.patientName}`}
      >
        Admit
      </Button>
    </li>
  );
}

function RunningRow({ card }: { card: ConsultCard }) {
  return (
    <li class="patient-row" data-testid="running-row" data-consult={card.id}>
      <Avatar name={card.patientName} />
      <span class="grow">
        <WrittenText class="strong" text={card.patientName} />
        <PatientOnline consultId={card.id} quiet />
        <span class="small">
          <PatientNumber ask={() => askNumber(card.id)} version={card.version} />
        </span>
        <WrittenText class="small reason" text={card.reason} />
      </span>
      <span class="wait">
        <span class="wait-word">Running</span>
        {card.startedAt && <Duration since={card.startedAt} />}
      </span>
      <LinkButton kind="secondary" href={`#/consult/${card.id}`} label={`Rejoin ${card.patientName}`}>
        Rejoin
      </LinkButton>
    </li>
  );
}

function BookedRow({ card }: { card: ConsultCard }) {
  return (
    <li class="patient-row patient-row-small" data-testid="booked-row" data-consult={card.id}>
      <span class="grow">
        <WrittenText class="strong" text={card.patientName} />
        <PatientOnline consultId={card.id} quiet />
        <WrittenText class="small reason" text={card.reason} />
      </span>
      <span class="small nowrap numerals">
        {card.bookedFor && `${whenText(card.bookedFor, serverNow.value)} ${zoneName(new Date(card.bookedFor), 'short')}`}
      </span>
    </li>
  );
}

function BookedCard() {
  const booking = useSignal(false);
  return (
    <Card
      title="Booked"
      flush
      class="list-card"
      actions={
        <Button icon="plus" onClick={() => (booking.value = true)} testId="book">
          Book
        </Button>
      }
    >
      {booked.value.length > 0 ? (
        <ul>
          {booked.value.map((card) => (
            <BookedRow key={card.id} card={card} />
          ))}
        </ul>
      ) : (
        <EmptyState icon="calendar" title="Nothing booked">
          A booked patient opens the consult from their own page.
        </EmptyState>
      )}
      {booking.value && <BookDialog onClose={() => (booking.value = false)} />}
    </Card>
  );
}

/** The clinician's desk: who waits, what runs, what comes. */
export function WaitingPage() {
  const count = waiting.value.length;
  if (cards.value === null) return <Loading>Opening the waiting room…</Loading>;
  return (
    <div class="page">
      <div class="desk">
        <div class="stack stack-6">
          <div class="row row-between">
            <h1>Waiting room</h1>
            <div class="row row-2">
              <span role="status">
                <Badge tone={count > 0 ? 'warning' : 'neutral'}>{count === 1 ? '1 waiting' : `${count} waiting`}</Badge>
              </span>
              <NoticeButton label="Notify me" example="You get a message like this when a patient comes." />
              <SoundSwitch />
            </div>
          </div>
          <Card flush>
            {count > 0 ? (
              <ul>
                {waiting.value.map((card) => (
                  <WaitingRow key={card.id} card={card} />
                ))}
              </ul>
            ) : (
              <EmptyState icon="check" title="Nobody is waiting">
                New patients appear here by themselves, longest wait first.
              </EmptyState>
            )}
          </Card>
          {inProgress.value.length > 0 && (
            <Card title="In progress" flush class="list-card">
              <ul>
                {inProgress.value.map((card) => (
                  <RunningRow key={card.id} card={card} />
                ))}
              </ul>
            </Card>
          )}
        </div>
        <BookedCard />
      </div>
    </div>
  );
}
