import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConsultClient, ConsultHub, ConsultQualitySummary, ParticipantSummary } from '../../../lib/contracts/consults';
import { type HubLink, isPassing } from '../../../lib/realtime';
import { Avatar, Card, Icon, Written } from '../../../lib/ui';
import { msText, pathLabels, percentText } from './qualityLabels';

const minutesText = (minutes: number): string => (minutes < 1 ? 'less than a minute' : `${Math.round(minutes)} min`);

function facts(one: ParticipantSummary): string[] {
  const share = Math.round(100 * one.videoShare);
  return [
    minutesText(one.minutes),
    share < 100 ? `${share} % of it with pictures` : '',
    one.path === 'unknown' ? '' : pathLabels[one.path],
    one.roundTripMedianMs === null ? '' : `round trip ${msText(one.roundTripMedianMs)}, at worst ${msText(one.roundTripP95Ms)}`,
    one.lossFromP95Percent >= 1 || one.lossToP95Percent >= 1
      ? `at worst ${percentText(one.lossFromP95Percent)} lost from, ${percentText(one.lossToP95Percent)} to`
      : '',
    one.freezes > 0 ? `${one.freezes} ${one.freezes === 1 ? 'freeze' : 'freezes'}` : '',
    one.reconnects > 0 ? `${one.reconnects} ${one.reconnects === 1 ? 'reconnect' : 'reconnects'}` : '',
  ].filter(Boolean);
}

function SummaryRow({ summary }: { summary: ParticipantSummary }) {
  const well = summary.trouble === 'none';
  return (
    <li class={`summary-row${well ? '' : ' summary-trouble'}`} data-testid="quality-summary-row" data-trouble={summary.trouble}>
      <Avatar name={summary.name} size="s" />
      <div class="grow">
        <p>
          <Written class="strong" text={summary.name} /> <span class="muted small summary-role">{summary.role}</span>
        </p>
        <p>{summary.text}</p>
        <p class="muted small numerals">{facts(summary).join(' · ')}</p>
      </div>
      <Icon name={well ? 'check' : 'alert'} label={well ? 'Good' : 'Had trouble'} />
    </li>
  );
}

// The figures of the last seconds are still being put together when the consult ends.
const askAgainMs = 1500;
const timesAsked = 5;

type ConsultLink = HubLink<ConsultHub, ConsultClient>;

async function askUntilThere(link: ConsultLink, consultId: string, over: AbortSignal): Promise<ConsultQualitySummary | null> {
  for (let time = 0; time < timesAsked && !over.aborted; time++) {
    const outcome = await link.call.QualitySummary(consultId);
    if (outcome.error !== null && !isPassing(outcome.error)) return null;
    if (outcome.value !== null && outcome.value.participants.length > 0) return outcome.value;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
  return null;
}

/** How the call was for each participant, and why it was bad where it was; nothing when it was not measured. */
export function QualitySummary({ link, consultId }: { link: ConsultLink; consultId: string }) {
  const summary = useSignal<ConsultQualitySummary | null>(null);
  useEffect(() => {
    const over = new AbortController();
    // Not awaited: the page is live without it.
    const stop = link.onLive(
      () => void askUntilThere(link, consultId, over.signal).then((found) => (summary.value = found ?? summary.peek())),
    );
    return () => {
      over.abort();
      stop();
    };
  }, [link, consultId]);
  const participants = summary.value?.participants ?? [];
  if (participants.length === 0) return null;
  return (
    <Card title="How the call was" flush class="list-card" testId="quality-summary">
      <ul>
        {participants.map((one) => (
          <SummaryRow key={one.participantId} summary={one} />
        ))}
      </ul>
    </Card>
  );
}
