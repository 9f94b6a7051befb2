import { appInfo, loadAppInfo, mount } from '../../lib/access';
import { EmptyState, Loading, TopBar } from '../../lib/ui';
import { HelpPage } from './HelpPage';

function App() {
  const app = appInfo.value;
  return (
    <>
      <TopBar section="Help" home="/" />
      <main id="main">
        {app === null && <Loading>Opening…</Loading>}
        {app !== null &&
          (app.helpWithoutAccount ? (
            <HelpPage />
          ) : (
            <EmptyState page icon="alert" title={`Call ${app.emergencyNumber}`}>
              Help is not taken here without an account.
            </EmptyState>
          ))}
      </main>
    </>
  );
}

mount(App);
void loadAppInfo();
