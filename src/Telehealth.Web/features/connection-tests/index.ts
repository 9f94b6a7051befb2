import '../../lib/calls/calls.css';
import './connectiontest.css';

export { ConnectionTestPage } from './ConnectionTestPage';
