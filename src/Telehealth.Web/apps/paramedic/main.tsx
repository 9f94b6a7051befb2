import { startApp } from '../../lib/access';
import { Crew } from './Crew';
import { deskShelf } from './deskShelf';
import { keepForOffline, openedFromMemory } from './offlineStart';

startApp('paramedic', Crew, {
  read: () => deskShelf.read(Date.now()),
  forget: () => deskShelf.forget(),
  // The server has had its time already when the page itself had to come from memory.
  patienceMs: openedFromMemory ? 500 : 4_000,
}, 'Show the job');
void keepForOffline(import.meta.url);
