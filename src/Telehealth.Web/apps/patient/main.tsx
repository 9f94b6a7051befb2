import './patient.css';
import { startApp } from '../../lib/access';
import { PatientApp } from './PatientApp';

startApp('patient', PatientApp);
