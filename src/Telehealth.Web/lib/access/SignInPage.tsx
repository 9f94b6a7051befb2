import { useSignal } from '@preact/signals';
import type { DemoAccount } from '../contracts/access';
import type { Fault } from '../realtime';
import { Avatar, Button, ErrorNotice, Field, Icon, ThemeButton, WrittenText } from '../ui';
import { appInfo, signIn } from './account';
import { EmergencyNumber } from './EmergencyNumber';
import { roleEntry } from './roles';

function useSignIn() {
  const busy = useSignal<string | null>(null);
  const fault = useSignal<Fault | null>(null);
  const submit = async (email: string, password: string): Promise<void> => {
    busy.value = email;
    fault.value = null;
    const outcome = await signIn({ email: email.trim(), password });
    fault.value = outcome.error;
    busy.value = null;
  };
  return { busy, fault, submit };
}

function DemoAccounts({
  accounts,
  busy,
  onChoose,
}: {
  accounts: readonly DemoAccount[];
  busy: string | null;
  onChoose: (account: DemoAccount) => void;
}) {
  return (
    <section class="stack stack-3" aria-labelledby="demo-accounts">
      <div>
        <h2 id="demo-accounts">Try it as</h2>
        <p class="muted small">One click signs you in. Open a second window to be somebody else.</p>
      </div>
      <ul class="demo-accounts">
        {accounts.map((account) => (
          <li key={account.email}>
            <button
              type="button"
              class="demo-account"
              disabled={busy !== null}
              onClick={() => onChoose(account)}
              data-testid="demo-account"
              data-email={account.email}
            >
              <Avatar name={account.name} />
              <span class="grow">
                <WrittenText class="strong" text={account.name} />
                <span class="muted small">{roleEntry(account.role)?.label ?? account.role}</span>
              </span>
              <Icon name="arrowRight" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Email and password; in demo mode also everybody there is to be. */
export function SignInPage() {
  const email = useSignal('');
  const password = useSignal('');
  const { busy, fault, submit } = useSignIn();
  const accounts = appInfo.value?.demo ? appInfo.value.demoAccounts : [];
  return (
    <main class={`sign-in${accounts.length > 0 ? ' sign-in-demo' : ''}`} id="main">
      <div class="sign-in-theme">
        <ThemeButton />
      </div>
      <div class="sign-in-box">
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void submit(email.value, password.value);
          }}
        >
          <span class="topbar-mark sign-in-mark">
            <Icon name="pulse" size="l" />
          </span>
          <div>
            <h1>Sign in to Telehealth</h1>
            <p class="muted">Video consults and emergency help.</p>
          </div>
          {fault.value && <ErrorNotice title="You are not signed in" error={fault.value} />}
          <Field
            label="Email"
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email.value}
            onInput={(value) => (email.value = value)}
            testId="sign-in-email"
          />
          <Field
            label="Password"
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password.value}
            onInput={(value) => (password.value = value)}
            testId="sign-in-password"
          />
          <Button type="submit" kind="primary" large wide busy={busy.value !== null} testId="sign-in-submit">
            Sign in
          </Button>
          <p class="small">
            <a href="/connection-test/" data-testid="connection-test-link">
              Test your camera, sound and connection
            </a>{' '}
            before a visit; no account is needed.
          </p>
          <p class="sign-in-danger">
            <span class="strong">In danger right now?</span> Call <EmergencyNumber />. You need no account for it.
            {appInfo.value?.helpWithoutAccount && (
              <>
                {' '}
                If you cannot call,{' '}
                <a href="/help/" data-testid="help-without-account">
                  ask for help here
                </a>
                .
              </>
            )}
          </p>
        </form>
        {accounts.length > 0 && (
          <DemoAccounts accounts={accounts} busy={busy.value} onChoose={(account) => void submit(account.email, account.password)} />
        )}
      </div>
    </main>
  );
}
