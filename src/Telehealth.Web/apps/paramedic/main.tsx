import { startApp } from '../../lib/access';
import { Crew } from './Crew';
import { deskShelf } from './deskShelf';
import { keepForOffline } from './offlineStart';

startApp('paramedic', Crew, { read: () => deskShelf.read(Date.now()), forget: () => deskShelf.forget() });
void keepForOffline(import.meta.url);
