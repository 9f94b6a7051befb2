import { useEffect } from 'preact/hooks';
import { account, entriesFor, loadAccount, mount, signOut, SignInPage } from '../lib/access';
import type { Me } from '../lib/contracts/access';
import { Button, ErrorNotice, Icon, Loading, Written } from '../lib/ui';

function Chooser({ me }: { me: Me }) {
  const entries = entriesFor(me.roles);
  const only = entries.length === 1 ? entries[0] : undefined;
  useEffect(() => {
    if (only) location.replace(only.path);
  }, [only]);
  if (only)
    return (
      <main id="main">
        <Loading>Opening your pages…</Loading>
      </main>
    );
  return (
    <main id="main">
      <div class="page page-narrow stack stack-6">
        <div>
          <h1>
            Hello <Written text={me.name} />
          </h1>
          <p class="muted">
            {entries.length > 0 ? 'What do you want to do now?' : 'Your account has no role yet. An administrator can give you one.'}
          </p>
        </div>
        <ul class="stack stack-3">
          {entries.map((entry) => (
            <li key={entry.role}>
              <a class="role-card" href={entry.path}>
                <span class="grow">
                  <span class="strong">{entry.label}</span>
                  <br />
                  <span class="muted small">{entry.about}</span>
                </span>
                <Icon name="arrowRight" />
              </a>
            </li>
          ))}
        </ul>
        <p class="small">
          <a href="/connection-test/">Test your camera, sound and connection</a>
        </p>
        <div>
          <Button icon="door" onClick={() => void signOut()}>
            Sign out
          </Button>
        </div>
      </div>
    </main>
  );
}

function Home() {
  const state = account.value;
  switch (state.kind) {
    case 'loading':
      return (
        <main id="main">
          <Loading>Opening…</Loading>
        </main>
      );
    case 'unreachable':
      return (
        <main id="main">
          <div class="page page-narrow">
            <ErrorNotice
              title="The server does not answer"
              error={state.fault}
              actions={
                <Button icon="refresh" onClick={() => void loadAccount()}>
                  Try again
                </Button>
              }
            />
          </div>
        </main>
      );
    case 'signedOut':
      return <SignInPage />;
    case 'signedIn':
      return <Chooser me={state.me} />;
  }
}

mount(Home);
void loadAccount();
