import { Icon } from '../../lib/ui';
import type { DispatchConsole } from './dispatchConsole';

/** What is wrong with the service itself, worst first, for as long as it is so. */
export function ServiceBanner({ desk }: { desk: DispatchConsole }) {
  const notices = desk.service.value;
  if (notices.length === 0) return null;
  return (
    <section class="service" role="alert" data-testid="service-notices">
      {notices.map((notice) => (
        <p key={notice.code} class="row row-2">
          <Icon name="alert" />
          {notice.text}
        </p>
      ))}
    </section>
  );
}
