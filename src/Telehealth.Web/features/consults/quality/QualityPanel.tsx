import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type {
  ConsultClient,
  ConsultHub,
  ConsultQuality,
  ParticipantQuality,
  ReceivedTrackQuality,
  SentTrackQuality,
} from '../../../lib/contracts/consults';
import type { Fault, HubLink } from '../../../lib/realtime';
import { Badge, Button, EmptyState, ErrorNotice, Loading } from '../../../lib/ui';
import type { QualityWatch } from './QualityWatch';
import { linkLabel, lossOf, msText, pathLabels, percentText, rungLabels, setUpText, shortBitrate, sourceLabels } from './qualityLabels';

const everyMs = 2000;

/** What the figures need of a consult's room: where to ask, and who is who in it. */
export interface MeasuredRoom {
  readonly link: Pick<HubLink<ConsultHub, ConsultClient>, 'call'>;
  readonly consultId: string;
  readonly you: ReadonlySignal<string | null>;
  readonly others: ReadonlySignal<readonly { id: string; name: string }[]>;
  readonly quality: Pick<QualityWatch, 'views'>;
}

function useQuality(room: MeasuredRoom) {
  const quality = useSignal<ConsultQuality | null>(null);
  const fault = useSignal<Fault | null>(null);
  useEffect(() => {
    let asking = false;
    const ask = async (): Promise<void> => {
      // A slow answer is not overtaken by the next question.
      if (asking || document.visibilityState === 'hidden') return;
      asking = true;
      const outcome = await room.link.call.Quality(room.consultId);
      asking = false;
      // While the line is down the last figures stay; the page says itself that it is not live.
      if (outcome.error?.reason === 'refused') fault.value = outcome.error;
      if (outcome.error !== null) return;
      quality.value = outcome.value;
      fault.value = null;
    };
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    return () => clearInterval(timer);
  }, [room]);
  return { quality, fault };
}

interface TrackRow {
  readonly key: string;
  readonly name: string;
  readonly bitrate: string;
  readonly loss: string;
  readonly jitter: string;
  readonly layer: string;
  readonly repair: string;
}

const sentRow = (track: SentTrackQuality): TrackRow => ({
  key: `up/${track.source}`,
  name: sourceLabels[track.source],
  bitrate: track.muted ? 'held' : shortBitrate(track.bitrateBps),
  loss: percentText(lossOf(track.lost, track.packets)),
  jitter: msText(track.jitterMs),
  layer: track.source === 'microphone' ? '' : `${track.layers} sent`,
  repair: `${track.nacks} / ${track.resent}`,
});

const receivedRow = (track: ReceivedTrackQuality, nameOf: (id: string) => string): TrackRow => ({
  key: `down/${track.from}/${track.source}`,
  name: `${nameOf(track.from)}, ${sourceLabels[track.source].toLowerCase()}`,
  bitrate: track.paused ? 'paused' : shortBitrate(track.bitrateBps),
  loss: percentText(track.lossPercent),
  jitter: msText(track.jitterMs),
  layer: track.source === 'microphone' ? '' : track.layer === null ? 'none' : String(track.layer + 1),
  repair: `${track.nacks} / ${track.resent}`,
});

function TrackRows({ title, rows }: { title: string; rows: readonly TrackRow[] }) {
  if (rows.length === 0) return null;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={6} class="quality-group">
          {title}
        </th>
      </tr>
      {rows.map((row) => (
        <tr key={row.key} data-testid="quality-track">
          <th scope="row">{row.name}</th>
          <td>{row.bitrate}</td>
          <td>{row.loss}</td>
          <td>{row.jitter}</td>
          <td>{row.layer}</td>
          <td>{row.repair}</td>
        </tr>
      ))}
    </tbody>
  );
}

function Facts({ quality }: { quality: ParticipantQuality }) {
  const facts: readonly [string, string][] = [
    ['Way', pathLabels[quality.path]],
    ['Round trip', msText(quality.roundTripMs)],
    ['Can receive', quality.estimateBps === null ? '–' : `${shortBitrate(quality.estimateBps)}bit/s`],
    ['Lost from / to', `${percentText(quality.lossFromPercent)} / ${percentText(quality.lossToPercent)}`],
    ['Freezes', quality.browser ? String(quality.browser.freezes) : '–'],
    ['Reconnects', String(quality.reconnects)],
    ['Set-up', setUpText(quality)],
  ];
  return (
    <dl class="quality-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ParticipantFigures({
  room,
  quality,
  nameOf,
}: {
  room: MeasuredRoom;
  quality: ParticipantQuality;
  nameOf: (id: string) => string;
}) {
  const name = nameOf(quality.participantId);
  const link = linkLabel(room.quality.views.value.get(quality.participantId));
  return (
    <section class="quality-person" data-testid="quality-participant" data-participant={quality.participantId} aria-label={name}>
      <div class="row row-2 row-between">
        <h3>{name}</h3>
        <Badge tone={!quality.connected ? 'neutral' : quality.rung === 'video' ? link.tone : 'warning'}>
          {quality.connected ? (quality.rung === 'video' ? link.word : rungLabels[quality.rung]) : 'Not connected'}
        </Badge>
      </div>
      <Facts quality={quality} />
      {quality.sends.length + quality.receives.length > 0 && (
        <div class="quality-scroll" tabIndex={0} role="group" aria-label={`Tracks of ${name}`}>
          <table class="quality-table numerals">
            <thead>
              <tr>
                <th scope="col">Track</th>
                <th scope="col">bit/s</th>
                <th scope="col">Lost</th>
                <th scope="col">Jitter</th>
                <th scope="col">Layer</th>
                <th scope="col" title="Packets asked for again, and packets sent again">
                  Asked / sent again
                </th>
              </tr>
            </thead>
            <TrackRows title="Sends" rows={quality.sends.map(sentRow)} />
            <TrackRows title="Receives" rows={quality.receives.map((one) => receivedRow(one, nameOf))} />
          </table>
        </div>
      )}
    </section>
  );
}

/** How everybody's connection does, in figures, while the consult runs. */
export function QualityPanel({ room, onClose }: { room: MeasuredRoom; onClose: () => void }) {
  const { quality, fault } = useQuality(room);
  const names = new Map(room.others.value.map((one) => [one.id, one.name]));
  const nameOf = (id: string): string => (id === room.you.value ? 'You' : (names.get(id) ?? 'Somebody who left'));
  const participants = quality.value?.participants ?? [];
  return (
    <aside class="panel" aria-label="Quality" data-testid="quality-panel">
      <div class="panel-head">
        <h2>Quality</h2>
        <Button kind="quiet" icon="cross" label="Close quality" onClick={onClose} />
      </div>
      <div class="panel-body stack" tabIndex={0} role="group" aria-label="Figures for each participant">
        {fault.value && <ErrorNotice title="There are no figures" error={fault.value} />}
        {!quality.value && !fault.value && <Loading>Measuring…</Loading>}
        {quality.value && participants.length === 0 && (
          <EmptyState icon="signal" title="Nothing is measured yet">
            Figures come a few seconds after somebody is connected.
          </EmptyState>
        )}
        {participants.map((one) => (
          <ParticipantFigures key={one.participantId} room={room} quality={one} nameOf={nameOf} />
        ))}
      </div>
    </aside>
  );
}
