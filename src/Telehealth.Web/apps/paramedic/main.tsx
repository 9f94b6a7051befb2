import { startApp } from '../../lib/access';
import { Crew } from './Crew';

startApp('paramedic', Crew);
