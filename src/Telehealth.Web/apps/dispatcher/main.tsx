import { startApp } from '../../lib/access';
import { Console } from './Console';

startApp('dispatcher', Console);
