import { useSignal, useSignalEffect } from '@preact/signals';
import { type ComponentChildren, type FunctionComponent, render } from 'preact';
import type { Me } from '../contracts/access';
import { ConnectionState, ConnectionStrip, type HubLink } from '../realtime';
import { Announcer, Button, DemoBanner, ErrorNotice, LinkButton, Loading, TopBar, Written } from '../ui';
import { account, appInfo, loadAccount, type Memory, signOut, signOutFault } from './account';
import { EmergencyNumber } from './EmergencyNumber';
import { OwnPasswordDialog, OwnPasswordPage } from './OwnPasswordPage';
import { entriesFor, type Role, roleEntry } from './roles';
import { SignInAgain, SignInStrip } from './SignInAgain';
import { SignInPage } from './SignInPage';

type AnyLink = Pick<HubLink<object, object>, 'state' | 'freshAt'>;

export interface AppFrameProps {
  me: Me;
  role: Role;
  link: AnyLink;
  children: ComponentChildren;
  /** A consult takes the whole window; its own header says where one is. */
  bare?: boolean;
  /** Where something must be said or put away first. */
  onSignOut?: () => void;
}

/** What stands around every page of an app: who, where, and whether what is shown is fresh. */
export function AppFrame({ me, role, link, children, bare = false, onSignOut = () => void signOut() }: AppFrameProps) {
  const entry = roleEntry(role);
  const changesPassword = useSignal(false);
  useSignalEffect(() => {
    if (link.state.value === 'live') signOutFault.value = null;
  });
  return (
    <>
      {!bare && (
        <TopBar
          section={entry?.label ?? role}
          person={{ name: me.name, role: entry?.label ?? role }}
          onSignOut={onSignOut}
          {...(me.email === null ? {} : { onPerson: () => (changesPassword.value = true) })}
        >
          <ConnectionState link={link} />
        </TopBar>
      )}
      <ConnectionStrip link={link} />
      {signOutFault.value !== null && (
        <div class="strip" role="alert" data-testid="sign-out-fault">
          You are still signed in: the server cannot be reached. Sign out again when there is a connection.
        </div>
      )}
      <main id="main">{children}</main>
      {changesPassword.value && <OwnPasswordDialog onClose={() => (changesPassword.value = false)} />}
    </>
  );
}

function WrongRole({ me, role }: { me: Me; role: Role }) {
  const ways = entriesFor(me.roles);
  return (
    <main id="main">
      <div class="page page-narrow stack stack-6">
        <h1>This page is not for your account</h1>
        <p class="muted">
          You are signed in as <Written text={me.name} />. The {roleEntry(role)?.label.toLowerCase()} pages need another role; an
          administrator can give it to you.
        </p>
        <div class="row">
          {ways.map((way) => (
            <LinkButton key={way.role} kind="primary" href={way.path}>
              Go to {way.label.toLowerCase()} pages
            </LinkButton>
          ))}
          <Button onClick={() => void signOut()}>Sign in as somebody else</Button>
        </div>
      </div>
    </main>
  );
}

function Gate({ role, app: App }: { role: Role; app: FunctionComponent<{ me: Me }> }) {
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
            <p>
              In danger right now? Call <EmergencyNumber />.
            </p>
          </div>
        </main>
      );
    case 'signedOut':
      return <SignInPage />;
    case 'remembered':
    case 'signedIn':
      if (state.me.owesPassword) return <OwnPasswordPage name={state.me.name} />;
      return state.me.roles.includes(role) ? <App key={state.me.id} me={state.me} /> : <WrongRole me={state.me} role={role} />;
  }
}

function skipToContent(event: MouseEvent): void {
  event.preventDefault();
  const main = document.getElementById('main');
  main?.setAttribute('tabindex', '-1');
  main?.focus();
}

function Page({ content: Content, aside }: { content: FunctionComponent; aside: string | null }) {
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it goes to a place on the page, without adding to the history. */}
      <a class="skip-link" href="#main" onClick={skipToContent}>
        Skip to content
      </a>
      <DemoBanner demo={appInfo.value?.demo ?? false} />
      <SignInStrip />
      <Content />
      <SignInAgain aside={aside} />
      <Announcer />
    </>
  );
}

/**
 * Banner, announcer and the given content: what every page has.
 * @param aside what shows the page to somebody who was signed out in the middle of something; null where that is of no use.
 */
export function mount(content: FunctionComponent, aside: string | null = null): void {
  const root = document.getElementById('app');
  if (!root) throw new Error('The page has no #app element.');
  render(<Page content={content} aside={aside} />, root);
}

/**
 * Starts the app of one role: signs in where needed, and tells who lacks the role the way out.
 * @param memory for an app that must open where there is no network.
 * @param aside for an app whose page is of use to somebody who was signed out: what the button says that shows it.
 */
export function startApp(role: Role, app: FunctionComponent<{ me: Me }>, memory?: Memory, aside: string | null = null): void {
  mount(() => <Gate role={role} app={app} />, aside);
  void loadAccount(memory);
}
