import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { type Fault, mustSignInAgain, signInPutAside } from '../realtime';
import { Button, ErrorNotice, Field } from '../ui';
import { account, lookWhetherBack, signInAgain } from './account';
import { EmergencyNumber } from './EmergencyNumber';

/**
 * On every page: over whatever is open, for whoever was signed out in the middle of something.
 * @param aside what the button says that shows the page all the same; null where nothing behind it can be used.
 */
export function SignInAgain({ aside }: { aside: string | null }) {
  const state = account.value;
  if (!mustSignInAgain.value || signInPutAside.value || (state.kind !== 'signedIn' && state.kind !== 'remembered')) return null;
  return <Way name={state.me.name} email={state.me.email ?? ''} aside={aside} />;
}

/** The way back to the sign-in, for as long as it is put aside. */
export function SignInStrip() {
  if (!mustSignInAgain.value || !signInPutAside.value) return null;
  return (
    <div class="strip sign-in-strip" role="alert" data-testid="sign-in-strip">
      <span>Signed out. Sign in to send what waits.</span>
      <Button kind="primary" testId="sign-in-strip-open" onClick={() => (signInPutAside.value = false)}>
        Sign in
      </Button>
    </div>
  );
}

function Way({ name, email, aside }: { name: string; email: string; aside: string | null }) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  const password = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    const look = (): void => void lookWhetherBack();
    addEventListener('focus', look);
    return () => {
      removeEventListener('focus', look);
      dialog?.close();
    };
  }, []);
  const submit = async (): Promise<void> => {
    busy.value = true;
    fault.value = await signInAgain(password.peek());
    busy.value = false;
  };
  const putAside = (): void => {
    if (aside !== null) signInPutAside.value = true;
  };
  return (
    // Where nothing behind it could be used, nothing closes it but the sign-in.
    <dialog
      ref={element}
      class="dialog sign-in-again"
      aria-labelledby={id}
      data-testid="sign-in-again"
      onCancel={(event) => {
        event.preventDefault();
        putAside();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>You are signed out</h2>
      </div>
      <form
        class="dialog-body stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>Sign in again to go on. What you wrote stays, and what you sent goes out then.</p>
        {fault.value !== null && <ErrorNotice title="You are not signed in" error={fault.value} />}
        <p class="sign-in-who">
          <span class="strong">{name}</span>
          <span class="muted small">{email}</span>
        </p>
        {/* Password managers look for the name beside the password. */}
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <Field
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          autoFocus
          value={password.value}
          onInput={(value) => (password.value = value)}
          testId="sign-in-again-password"
        />
        <Button type="submit" kind="primary" large wide busy={busy.value} testId="sign-in-again-submit">
          Sign in
        </Button>
        <p class="sign-in-danger small">
          <span class="strong">In danger right now?</span> Call <EmergencyNumber />.
        </p>
      </form>
      <div class="dialog-foot">
        {aside !== null && (
          <Button large testId="sign-in-aside" onClick={putAside}>
            {aside}
          </Button>
        )}
        <Button kind="quiet" onClick={() => location.assign('/')}>
          I am somebody else
        </Button>
      </div>
    </dialog>
  );
}
