import { ConnectionTestPage } from '../../features/connection-tests/ConnectionTestPage';
import { loadAppInfo, mount } from '../../lib/access';
import { TopBar } from '../../lib/ui';

function App() {
  return (
    <>
      <TopBar section="Connection test" home="/" />
      <main id="main">
        <ConnectionTestPage />
      </main>
    </>
  );
}

mount(App);
void loadAppInfo();
