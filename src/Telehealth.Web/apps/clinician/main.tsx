import '../../features/consults/clinician/clinician.css';
import { startApp } from '../../lib/access';
import { ClinicianApp } from './ClinicianApp';

startApp('clinician', ClinicianApp);
