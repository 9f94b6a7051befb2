import './access.css';

export { account, appInfo, enterAsGuest, loadAccount, loadAppInfo, type Memory, signOut, stillSignedIn } from './account';
export { AppFrame, mount, startApp } from './AppFrame';
export { EmergencyNumber, emergencyNumber, telOf } from './EmergencyNumber';
export { http } from './http';
export { entriesFor, type Role, roleEntries, roleEntry } from './roles';
export { SignInPage } from './SignInPage';
