import { placePictures, type CrewPicture } from '../../features/photos/crewPictures';
import { LoosePictures, Thumbnail } from '../../features/photos/Pictures';
import type { TimelineEntry } from '../../lib/contracts/dispatching';
import { exactTime } from '../../lib/time';
import { Loading, Written, WrittenText } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

/** A device that reported late: its own time is shown beside ours. Below this the two clocks tell the same. */
const tellsApartMs = 5_000;

export function Timeline({ desk }: { desk: DispatchConsole }) {
  const incident = desk.incident.value;
  const replay = desk.replay.value;
  const entries = replay?.frame.value.entries ?? incident?.timeline ?? [];
  const placed = placePictures(incident?.timeline ?? [], desk.pictures.all.value);
  return (
    <>
      <h3 class="column-head">
        Timeline{replay !== null && <span class="replay-tag"> replay until {exactTime(new Date(replay.at.value).toISOString())}</span>}
        {incident !== null && replay === null && <Exports desk={desk} emergencyId={incident.emergency.id} />}
      </h3>
      {replay === null && <LoosePictures of={desk.pictures} pictures={placed.untold} onOpen={desk.showPicture} />}
      {incident === null ? (
        <Loading />
      ) : (
        <ol class="timeline" tabIndex={0} aria-label="Timeline, latest first" data-testid="incident-timeline">
          {[...entries]
            .sort((a, b) => b.sequence - a.sequence)
            .map((entry) => (
              <Entry key={entry.sequence} desk={desk} entry={entry} picture={placed.told.get(entry.sequence)} />
            ))}
        </ol>
      )}
    </>
  );
}

/** The whole log as a file, with both clocks. */
function Exports({ desk, emergencyId }: { desk: DispatchConsole; emergencyId: string }) {
  const file = (kind: 'csv' | 'json') => (
    <a href={`/api/emergencies/${emergencyId}/log.${kind}`} download aria-label={`${kind.toUpperCase()}: the log as a file`}>
      {kind.toUpperCase()}
    </a>
  );
  return (
    <span class="exports">
      <button
        type="button"
        class="export-print"
        onClick={() => {
          desk.dialog.value = { kind: 'print', emergencyId };
        }}
        data-testid="print-open"
      >
        Print
      </button>
      {file('csv')}
      {file('json')}
    </span>
  );
}

function Entry({ desk, entry, picture }: { desk: DispatchConsole; entry: TimelineEntry; picture: CrewPicture | undefined }) {
  const device = entry.deviceTime;
  const late = device !== null && Math.abs(Date.parse(entry.at) - Date.parse(device)) > tellsApartMs;
  return (
    <li class="timeline-entry" data-testid="timeline-entry" data-kind={entry.kind}>
      <time
        class="numerals"
        dateTime={entry.at}
        title={device === null ? "By the server's clock" : `Server ${exactTime(entry.at)}, device ${exactTime(device)}`}
      >
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
        {picture !== undefined && <Thumbnail picture={picture} onOpen={desk.showPicture} />}
      </div>
    </li>
  );
}
