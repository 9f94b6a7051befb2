import { useSignal } from '@preact/signals';
import type { UserRow } from '../../lib/contracts/access';
import { longestTelephone } from '../../lib/contracts/domain/text';
import type { Fault } from '../../lib/realtime';
import { isolated } from '../../lib/text';
import { Button, Dialog, ErrorNotice, Field, Notice, Switch, toast } from '../../lib/ui';
import { draftErrors, fieldOf, passwordError, type UserDraft, type UserField } from './fieldErrors';
import { RoleBoxes } from './RoleBoxes';
import type { UserList } from './userList';

type FieldErrors = Partial<Record<UserField, string>>;

/** Beside its field where it belongs to one; else above them all. */
function placed(fault: Fault | null): { fields: FieldErrors; other: Fault | null } {
  const field = fault === null ? null : fieldOf(fault);
  return fault !== null && field !== null ? { fields: { [field]: fault.text }, other: null } : { fields: {}, other: fault };
}

const telephoneHint = 'Of a patient: the clinician who has admitted them can call it. Nobody else is told.';

export function NewUserDialog({ list, onClose }: { list: UserList; onClose: () => void }) {
  const draft = useSignal<UserDraft>({ name: '', email: '', password: '', telephone: '', roles: ['patient'] });
  const errors = useSignal<FieldErrors>({});
  const fault = useSignal<Fault | null>(null);
  const busy = useSignal(false);
  const owes = useSignal(true);
  const set = (change: Partial<UserDraft>): void => {
    draft.value = { ...draft.value, ...change };
    const left = { ...errors.value };
    for (const field of Object.keys(change) as UserField[]) delete left[field];
    errors.value = left;
  };
  const send = async (): Promise<void> => {
    errors.value = draftErrors(draft.value);
    if (Object.keys(errors.value).length > 0) return;
    busy.value = true;
    const { name, email, password, telephone, roles } = draft.value;
    const answer = await list.create({
      name: name.trim(),
      email: email.trim(),
      password,
      telephone,
      roles: [...roles],
      owesPassword: owes.value,
    });
    busy.value = false;
    if (answer === null) {
      toast(`${isolated(name.trim())} can sign in now.`);
      onClose();
      return;
    }
    const { fields, other } = placed(answer);
    errors.value = fields;
    fault.value = other;
  };
  return (
    <Dialog
      title="New user"
      onClose={onClose}
      testId="new-user-dialog"
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button kind="primary" busy={busy.value} onClick={() => void send()} testId="new-user-send">
            Create user
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {fault.value !== null && <ErrorNotice title="The user was not created" error={fault.value} />}
        <Field
          label="Name"
          required
          value={draft.value.name}
          onInput={(name) => set({ name })}
          error={errors.value.name}
          autoComplete="off"
          testId="new-user-name"
        />
        <Field
          label="Email"
          type="email"
          required
          value={draft.value.email}
          onInput={(email) => set({ email })}
          error={errors.value.email}
          autoComplete="off"
          testId="new-user-email"
        />
        <Field
          label="Password"
          type="password"
          required
          hint="At least 12 characters."
          value={draft.value.password}
          onInput={(password) => set({ password })}
          error={errors.value.password}
          autoComplete="new-password"
          testId="new-user-password"
        />
        <Field
          label="Telephone number"
          type="tel"
          hint={telephoneHint}
          maxLength={longestTelephone}
          value={draft.value.telephone}
          onInput={(telephone) => set({ telephone })}
          error={errors.value.telephone}
          autoComplete="off"
          testId="new-user-telephone"
        />
        <Switch
          label="They choose their own at the first sign-in"
          on={owes.value}
          onChange={(on) => (owes.value = on)}
          testId="new-user-owes"
        />
        <RoleBoxes roles={draft.value.roles} error={errors.value.roles ?? null} onChange={(roles) => set({ roles })} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

export function UserDialog({ list, user, self, onClose }: { list: UserList; user: UserRow; self: boolean; onClose: () => void }) {
  const roles = useSignal<readonly string[]>(user.roles);
  const password = useSignal('');
  const telephone = useSignal(user.telephone ?? '');
  const errors = useSignal<FieldErrors>({});
  const fault = useSignal<Fault | null>(null);
  const busy = useSignal<string | null>(null);
  const run = async (name: string, work: () => Promise<Fault | null>, done: string): Promise<void> => {
    busy.value = name;
    errors.value = {};
    const { fields, other } = placed(await work());
    busy.value = null;
    errors.value = fields;
    fault.value = other;
    if (other === null && Object.keys(fields).length === 0) {
      toast(done);
      onClose();
    }
  };
  const saveRoles = (): void => {
    if (roles.value.length === 0) errors.value = { roles: 'Choose at least one role.' };
    else void run('roles', () => list.setRoles(user, [...roles.value]), 'Roles saved.');
  };
  const saveTelephone = (): void => void run('telephone', () => list.setTelephone(user, telephone.value), 'Telephone number saved.');
  const savePassword = (): void => {
    errors.value = passwordError(password.value);
    if (errors.value.password === undefined)
      void run('password', () => list.setPassword(user, password.value), 'Password set. All their sessions have ended.');
  };
  const locked = user.lockedUntil !== null && Date.parse(user.lockedUntil) > Date.now();
  const changed = [...roles.value].sort().join() !== [...user.roles].sort().join();
  return (
    <Dialog title={user.name} onClose={onClose} testId="user-dialog">
      <div class="stack stack-6">
        <p class="muted">{user.email}</p>
        {fault.value !== null && <ErrorNotice error={fault.value} />}
        {locked && (
          <Notice
            tone="warning"
            title="Locked where wrong passwords came from"
            actions={
              <Button
                busy={busy.value === 'unlock'}
                onClick={() => void run('unlock', () => list.change(user, 'unlock'), 'Unlocked.')}
                testId="user-unlock"
              >
                Unlock now
              </Button>
            }
          />
        )}
        <div class="stack stack-3">
          <RoleBoxes
            roles={roles.value}
            error={errors.value.roles ?? null}
            onChange={(next) => {
              roles.value = next;
            }}
          />
          <div class="row row-end">
            <Button disabled={!changed} busy={busy.value === 'roles'} onClick={saveRoles} testId="save-roles">
              Save roles
            </Button>
          </div>
        </div>
        <form
          class="user-password"
          onSubmit={(event) => {
            event.preventDefault();
            saveTelephone();
          }}
        >
          <Field
            label="Telephone number"
            type="tel"
            hint={telephoneHint}
            maxLength={longestTelephone}
            value={telephone.value}
            onInput={(value) => {
              telephone.value = value;
            }}
            autoComplete="off"
            testId="user-telephone"
          />
          <div class="row row-end">
            <Button
              type="submit"
              busy={busy.value === 'telephone'}
              disabled={telephone.value.trim() === (user.telephone ?? '')}
              testId="save-user-telephone"
            >
              Save number
            </Button>
          </div>
        </form>
        <form
          class="user-password"
          onSubmit={(event) => {
            event.preventDefault();
            savePassword();
          }}
        >
          <Field
            label="New password"
            type="password"
            hint="At least 12 characters, for one sign-in: they then choose their own. It ends all their sessions."
            value={password.value}
            onInput={(value) => {
              password.value = value;
              errors.value = {};
            }}
            error={errors.value.password}
            autoComplete="new-password"
            testId="user-password"
          />
          <div class="row row-end">
            <Button type="submit" busy={busy.value === 'password'} disabled={password.value === ''} testId="save-password">
              Set password
            </Button>
          </div>
        </form>
        <div class="user-state">
          <p class="small muted grow">
            {self
              ? 'This is your own account; somebody else has to disable it.'
              : user.disabled
                ? 'Disabled: cannot sign in.'
                : 'Disabling ends their sessions and open pages within seconds.'}
          </p>
          {user.disabled ? (
            <Button
              busy={busy.value === 'enable'}
              onClick={() => void run('enable', () => list.change(user, 'enable'), 'Enabled.')}
              testId="user-enable"
            >
              Enable
            </Button>
          ) : (
            <Button
              kind="danger"
              disabled={self}
              busy={busy.value === 'disable'}
              onClick={() => void run('disable', () => list.change(user, 'disable'), 'Disabled.')}
              testId="user-disable"
            >
              Disable
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
