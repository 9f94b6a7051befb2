import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { PlanBook } from '../../features/response-plans/planBook';
import { PlansPage } from '../../features/response-plans/PlansPage';
import { signOut } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import { Button, Dialog, route, StatusDot, TopBar } from '../../lib/ui';
import { Users } from './Users';
import './admin.css';

/** People and response plans. The draft of the plans lives here, so that looking up a person does not cost it. */
export function Admin({ me }: { me: Me }) {
  const [book] = useState(() => new PlanBook());
  const leaving = useSignal(false);
  const unpublished = book.unpublished.value;
  useEffect(() => (unpublished ? warnBeforeLeaving() : undefined), [unpublished]);
  const leave = (): void => {
    if (unpublished) leaving.value = true;
    else void signOut();
  };
  const onPlans = route.value[0] === 'plans';
  return (
    <>
      <TopBar section="Administration" person={{ name: me.name, role: 'Administrator' }} onSignOut={leave} />
      <nav class="admin-nav" aria-label="Administration">
        <a href="#/" aria-current={onPlans ? undefined : 'page'}>
          Users
        </a>
        <a href="#/plans" aria-current={onPlans ? 'page' : undefined} data-testid="nav-plans">
          Response plans {unpublished && <StatusDot tone="warning" label="has changes that are not published" />}
        </a>
      </nav>
      <main id="main">{onPlans ? <PlansPage book={book} /> : <Users me={me} />}</main>
      {leaving.value && (
        <Dialog
          title="Sign out without publishing?"
          onClose={() => {
            leaving.value = false;
          }}
          testId="leave-dialog"
          footer={
            <>
              <Button
                onClick={() => {
                  leaving.value = false;
                }}
                autoFocus
              >
                Stay
              </Button>
              <Button
                kind="danger"
                onClick={() => {
                  book.drop();
                  void signOut();
                }}
              >
                Drop and sign out
              </Button>
            </>
          }
        >
          <p>Your changes of the response plans are not published. They are lost when you sign out.</p>
        </Dialog>
      )}
    </>
  );
}

/** The browser asks in its own words. */
function warnBeforeLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
}
