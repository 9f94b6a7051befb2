// Generated from the server's C# contracts; a test fails when it is out of date.

/** Of a password, in UTF-16 units. */
export const longestPassword = 256;

/** Of a password, in UTF-16 units. */
export const shortestPassword = 12;

export interface AppInfo {
  demo: boolean;
  mapStyleUrl: string | null;
  serverTime: string;
  demoAccounts: DemoAccount[];
  emergencyNumber: string;
  emergencyNumberIsLocal: boolean;
  helpWithoutAccount: boolean;
}

export interface DemoAccount {
  role: string;
  name: string;
  email: string;
  password: string;
}

export interface DeviceRefresh {
  refreshToken: string;
}

export interface DeviceSignIn {
  email: string;
  password: string;
}

export interface DeviceTokens {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
}

export interface GuestLinkView {
  role: string;
  expiresAt: string;
}

export interface GuestSignIn {
  token: string;
  name: string;
}

export interface GuestToken {
  token: string;
}

export interface Me {
  id: string;
  name: string;
  email: string | null;
  roles: string[];
  guestOfConsult: string | null;
  owesPassword: boolean;
}

export interface NewPassword {
  password: string;
  owesPassword: boolean;
}

export interface NewUser {
  name: string;
  email: string;
  password: string;
  roles: string[];
  owesPassword: boolean;
  telephone: string | null;
}

export interface OwnPassword {
  present: string;
  password: string;
}

export interface OwnTelephone {
  number: string | null;
}

export interface PatientEntry {
  id: string;
  name: string;
}

export interface SignIn {
  email: string;
  password: string;
}

export interface UserPage {
  users: UserRow[];
  total: number;
}

export interface UserRoles {
  roles: string[];
}

export interface UserRow {
  id: string;
  name: string;
  email: string;
  roles: string[];
  disabled: boolean;
  lockedUntil: string | null;
  createdAt: string;
  telephone: string | null;
}

export interface UserTelephone {
  number: string | null;
}
