import type { ReadonlySignal } from '@preact/signals';
import type { ServiceNotice } from '../../../lib/contracts/dispatching';
import { Icon } from '../../../lib/ui/Icon';

/** What is wrong with the service itself, worst first, for as long as it is so. */
export function ServiceBanner({ notices }: { notices: ReadonlySignal<readonly ServiceNotice[]> }) {
  if (notices.value.length === 0) return null;
  return (
    <section class="service" role="alert" data-testid="service-notices">
      {notices.value.map((notice) => (
        <p key={notice.code} class="row row-2">
          <Icon name="alert" />
          {notice.text}
        </p>
      ))}
    </section>
  );
}
