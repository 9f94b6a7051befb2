import { useSignal } from '@preact/signals';
import { longestPassword, shortestPassword } from '../contracts/access';
import type { Fault } from '../realtime';
import { Button, Dialog, ErrorNotice, Field, toast } from '../ui';
import { changePassword, signOut } from './account';

/** What can be said before the server is asked. */
export function newPasswordError(password: string, again: string): string | null {
  if (password.length < shortestPassword) return `A password has at least ${shortestPassword} characters.`;
  if (password.length > longestPassword) return `A password has at most ${longestPassword} characters.`;
  return password === again ? null : 'The two are not the same.';
}

function useOwnPassword(done: () => void) {
  const present = useSignal('');
  const password = useSignal('');
  const again = useSignal('');
  const busy = useSignal(false);
  const error = useSignal<string | null>(null);
  const fault = useSignal<Fault | null>(null);
  const submit = async (): Promise<void> => {
    error.value = newPasswordError(password.peek(), again.peek());
    if (error.value !== null) return;
    busy.value = true;
    const outcome = await changePassword({ present: present.peek(), password: password.peek() });
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.error === null) done();
  };
  const fields = (
    <>
      {fault.value !== null && <ErrorNotice title="The password was not changed" error={fault.value} />}
      <Field
        label="Present password"
        type="password"
        autoComplete="current-password"
        required
        value={present.value}
        onInput={(value) => (present.value = value)}
        testId="own-password-present"
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        hint={`At least ${shortestPassword} characters; a few words are easier to keep than signs.`}
        value={password.value}
        onInput={(value) => (password.value = value)}
        error={error.value}
        testId="own-password-new"
      />
      <Field
        label="New password again"
        type="password"
        autoComplete="new-password"
        required
        value={again.value}
        onInput={(value) => (again.value = value)}
        testId="own-password-again"
      />
    </>
  );
  return { busy, fields, submit };
}

/** Somebody else chose the password: nothing else is served before the person has chosen one. */
export function OwnPasswordPage({ name }: { name: string }) {
  const { busy, fields, submit } = useOwnPassword(() => undefined);
  return (
    <main class="sign-in" id="main">
      <div class="sign-in-box">
        <form
          class="stack"
          data-testid="own-password-page"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <div>
            <h1>Choose your own password</h1>
            <p class="muted">{name}, somebody else knows the one that you signed in with. Choose another to go on.</p>
          </div>
          {fields}
          <Button type="submit" kind="primary" large wide busy={busy.value} testId="own-password-submit">
            Save and go on
          </Button>
          <Button wide onClick={() => void signOut()}>
            Sign out
          </Button>
        </form>
      </div>
    </main>
  );
}

/** For everybody, at any time. Other devices are signed out by it. */
export function OwnPasswordDialog({ onClose }: { onClose: () => void }) {
  const { busy, fields, submit } = useOwnPassword(() => {
    toast('Password changed. Other devices are signed out.');
    onClose();
  });
  return (
    <Dialog
      title="Change your password"
      onClose={onClose}
      testId="own-password-dialog"
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button kind="primary" busy={busy.value} onClick={() => void submit()} testId="own-password-submit">
            Change password
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {fields}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
