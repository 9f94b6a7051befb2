import { crewSnapshots } from '../../features/paramedics/crewSnapshot';
import { startApp } from '../../lib/access';
import { keepForOffline, openedFromMemory } from '../../lib/offline/offlineStart';
import { Crew } from './Crew';

startApp(
  'paramedic',
  Crew,
  {
    read: () => crewSnapshots.read(Date.now()),
    forget: () => crewSnapshots.forget(),
    // The server has had its time already when the page itself had to come from memory.
    patienceMs: openedFromMemory ? 500 : 4_000,
  },
  'Show the job',
);
void keepForOffline('/paramedic/worker.js', import.meta.url);
