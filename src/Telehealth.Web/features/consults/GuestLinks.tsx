import { useSignal } from '@preact/signals';
import type { GuestLink } from '../../lib/contracts/consults';
import { longestGuestName, type ParticipantRole } from '../../lib/contracts/domain/consults';
import type { Fault } from '../../lib/realtime';
import { Badge, Button, ErrorNotice, Field, Select, toast, Written } from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';
import { roleLabels } from './personLabels';

const guestRoles: readonly { value: ParticipantRole; label: string }[] = [
  { value: 'relative', label: 'Relative' },
  { value: 'interpreter', label: 'Interpreter' },
  { value: 'colleague', label: 'Colleague' },
  { value: 'observer', label: 'Observer: sees and hears, sends nothing' },
];

async function copy(url: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(url);
    toast('The link is copied. Send it to your guest yourself.');
  } catch {
    toast('The browser did not copy it. Select the link and copy it by hand.', 'warning');
  }
}

export function InviteForm({ room }: { room: ConsultRoom }) {
  const name = useSignal('');
  const role = useSignal<ParticipantRole>('relative');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const invite = async (): Promise<void> => {
    busy.value = true;
    const outcome = await room.host.invite(name.value.trim(), role.value);
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error === null) name.value = '';
  };
  return (
    <form
      class="stack stack-3"
      onSubmit={(event) => {
        event.preventDefault();
        void invite();
      }}
    >
      <h3>Invite a guest</h3>
      {fault.value && <ErrorNotice title="No link was made" error={fault.value} />}
      <Field
        label="Name"
        value={name.value}
        maxLength={longestGuestName}
        required
        onInput={(value) => (name.value = value)}
        testId="invite-name"
      />
      <Select
        label="Role"
        value={role.value}
        options={guestRoles}
        onInput={(value) => (role.value = guestRoles.find((one) => one.value === value)?.value ?? 'relative')}
        testId="invite-role"
      />
      <Button type="submit" kind="primary" icon="link" busy={busy.value} disabled={name.value.trim() === ''} testId="invite-guest">
        Make a link
      </Button>
      {room.card.value?.locked && <p class="muted small">The room is locked: a guest waits until you unlock it.</p>}
    </form>
  );
}

function GuestRow({ room, link }: { room: ConsultRoom; link: GuestLink }) {
  const expired = Date.parse(link.expiresAt) < Date.now();
  const dead = link.revoked || expired;
  return (
    <li class="guest-row" data-testid="guest-row">
      <div class="guest-row-head">
        <span class="grow">
          <Written class="strong" text={link.name} />
          <br />
          <span class="muted small">
            {roleLabels[link.role]}
            {link.name !== link.invitedName && (
              <>
                , invited as <Written text={link.invitedName} />
              </>
            )}
          </span>
        </span>
        {dead ? (
          <Badge>{link.revoked ? 'Revoked' : 'Expired'}</Badge>
        ) : (
          <Button kind="quiet" onClick={() => void room.host.revoke(link.id)} testId="revoke-guest">
            Revoke
          </Button>
        )}
      </div>
      {!dead && link.url && (
        <div class="guest-link">
          <input
            class="input"
            readOnly
            value={link.url}
            aria-label={`Link for ${link.name}`}
            data-testid="guest-link"
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button icon="copy" label={`Copy the link for ${link.name}`} onClick={() => void copy(link.url ?? '')} />
        </div>
      )}
      {!dead && (
        <p class="muted small">
          {link.url ? 'Shown once: copy it now. ' : ''}Valid until{' '}
          {new Date(link.expiresAt).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
        </p>
      )}
    </li>
  );
}

// A link that was just made stands where the eye is.
const newestFirst = (links: readonly GuestLink[]): GuestLink[] =>
  [...links].sort((one, other) => Number(one.revoked) - Number(other.revoked) || other.expiresAt.localeCompare(one.expiresAt));

export function GuestLinks({ room }: { room: ConsultRoom }) {
  const links = room.host.guestLinks.value;
  if (links.length === 0) return null;
  return (
    <section class="stack stack-3">
      <h3>Guest links</h3>
      <ul class="stack stack-3">
        {newestFirst(links).map((link) => (
          <GuestRow key={link.id} room={room} link={link} />
        ))}
      </ul>
    </section>
  );
}
