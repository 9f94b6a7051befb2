import type { ReadonlySignal } from '@preact/signals';
import type { IncidentView, TimelineEntry } from '../../../lib/contracts/dispatching';
import { exactTime } from '../../../lib/time/duration';
import { Loading } from '../../../lib/ui/Surfaces';
import { Written, WrittenText } from '../../../lib/ui/Written';
import { placePictures, type CrewPicture, type CrewPictures } from '../../photos/crewPictures';
import { LoosePictures, Thumbnail } from '../../photos/Pictures';
import type { Replay } from '../replay/replay';

/** A device that reported late: its own time is shown beside ours. Below this the two clocks tell the same. */
const tellsApartMs = 5_000;

export interface TimelineProps {
  incident: ReadonlySignal<IncidentView | null>;
  /** While it plays, the timeline ends where the replay is. */
  replay: ReadonlySignal<Replay | null>;
  pictures: Pick<CrewPictures, 'all' | 'faults' | 'read'>;
  onPicture: (picture: CrewPicture) => void;
  onPrint: (emergencyId: string) => void;
}

/** Who did what when, the latest first, with the crews' pictures where they were taken. */
export function Timeline({ incident, replay, pictures, onPicture, onPrint }: TimelineProps) {
  const view = incident.value;
  const playing = replay.value;
  const entries = playing?.frame.value.entries ?? view?.timeline ?? [];
  const placed = placePictures(view?.timeline ?? [], pictures.all.value);
  return (
    <>
      <h3 class="column-head">
        Timeline
        {playing !== null && <span class="replay-tag"> replay until {exactTime(new Date(playing.at.value).toISOString())}</span>}
        {view !== null && playing === null && <Exports emergencyId={view.emergency.id} onPrint={onPrint} />}
      </h3>
      {playing === null && <LoosePictures of={pictures} pictures={placed.untold} onOpen={onPicture} />}
      {view === null ? (
        <Loading />
      ) : (
        <ol class="timeline" tabIndex={0} aria-label="Timeline, latest first" data-testid="incident-timeline">
          {[...entries]
            .sort((a, b) => b.sequence - a.sequence)
            .map((entry) => (
              <Entry key={entry.sequence} entry={entry} picture={placed.told.get(entry.sequence)} onPicture={onPicture} />
            ))}
        </ol>
      )}
    </>
  );
}

/** The whole log as a file, with both clocks. */
function Exports({ emergencyId, onPrint }: { emergencyId: string; onPrint: (emergencyId: string) => void }) {
  const file = (kind: 'csv' | 'json') => (
    <a href={`/api/emergencies/${emergencyId}/log.${kind}`} download aria-label={`${kind.toUpperCase()}: the log as a file`}>
      {kind.toUpperCase()}
    </a>
  );
  return (
    <span class="exports">
      <button type="button" class="export-print" onClick={() => onPrint(emergencyId)} data-testid="print-open">
        Print
      </button>
      {file('csv')}
      {file('json')}
    </span>
  );
}

interface EntryProps extends Pick<TimelineProps, 'onPicture'> {
  entry: TimelineEntry;
  picture: CrewPicture | undefined;
}

function Entry({ entry, picture, onPicture }: EntryProps) {
  const device = entry.deviceTime;
  const late = device !== null && Math.abs(Date.parse(entry.at) - Date.parse(device)) > tellsApartMs;
  const clocks = device === null ? "By the server's clock" : `Server ${exactTime(entry.at)}, device ${exactTime(device)}`;
  return (
    <li class="timeline-entry" data-testid="timeline-entry" data-kind={entry.kind}>
      <time class="numerals" dateTime={entry.at} title={clocks}>
        {exactTime(entry.at)}
      </time>
      <div>
        <p class="timeline-text">
          <WrittenText text={entry.text} />
        </p>
        <p class="timeline-who">
          <Written text={entry.actorName} />
          {late && <span class="numerals"> · on the device at {exactTime(device)}, arrived late</span>}
        </p>
        {picture !== undefined && <Thumbnail picture={picture} onOpen={onPicture} />}
      </div>
    </li>
  );
}
