import { startApp } from '../../lib/access';
import { Admin } from './Admin';

startApp('admin', Admin);
