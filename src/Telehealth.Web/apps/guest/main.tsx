import { loadAccount, mount } from '../../lib/access';
import { GuestApp } from './GuestApp';

mount(GuestApp);
void loadAccount();
