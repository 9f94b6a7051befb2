import { newerPage, openedFromMemory } from '../../lib/offline/offlineStart';
import { exactTime } from '../../lib/time';
import { Button, Icon } from '../../lib/ui';
import type { CrewConnection } from './crewConnection';
import type { OfflineCopy } from './offlineCopy';

/** The page was opened where there is no network: what it shows is as old as this says, and may have changed since. */
export function OfflineNotice({
  copy,
  connection,
}: {
  copy: Pick<OfflineCopy, 'asOf'>;
  connection: Pick<CrewConnection, 'me' | 'isChecked'>;
}) {
  const asOf = copy.asOf.value;
  if (asOf === null) return null;
  const since = exactTime(new Date(asOf).toISOString()).slice(0, 5);
  return (
    <section
      class="kept"
      role="status"
      data-testid="kept-notice"
      data-as-of={new Date(asOf).toISOString()}
      data-checked={connection.isChecked.value}
    >
      <Icon name="alert" />
      <div>
        <strong>
          As of <span class="numerals">{since}</span>, no connection
        </strong>
        <p>
          {openedFromMemory ? 'Opened from this device' : 'Kept on this device'}
          {connection.isChecked.value ? '' : ` for ${connection.me.name}, sign-in not checked`}. Changes since then are not known.
        </p>
      </div>
    </section>
  );
}

/** Opened from memory, or open since before an update: reloading is safe at any time, and it is the crew that says when. */
export function NewerPage() {
  if (!newerPage.value) return null;
  return (
    <div class="crew-notice" role="status" data-testid="newer-page">
      <Icon name="info" />
      <div class="grow">
        <strong>A newer version is ready</strong>
        <p>Nothing is lost when you load it.</p>
      </div>
      <Button class="crew-ok" onClick={() => location.reload()}>
        Load
      </Button>
    </div>
  );
}
