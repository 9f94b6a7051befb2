import { shortestPassword } from '../../lib/contracts/access';
import type { Fault } from '../../lib/realtime';

export type UserField = 'name' | 'email' | 'password' | 'telephone' | 'roles';

export interface UserDraft {
  name: string;
  email: string;
  password: string;
  telephone: string;
  roles: readonly string[];
}

/** What can be said before the server is asked. */
export function draftErrors(draft: UserDraft): Partial<Record<UserField, string>> {
  return {
    ...(draft.name.trim() === '' ? { name: 'Give a name.' } : {}),
    ...(/^[^\s@]+@[^\s@]+$/.test(draft.email.trim()) ? {} : { email: 'Give an email address, such as ana@clinic.example.' }),
    ...passwordError(draft.password),
    ...(draft.roles.length === 0 ? { roles: 'Choose at least one role.' } : {}),
  };
}

export function passwordError(password: string): { password?: string } {
  return password.length < shortestPassword ? { password: `A password has at least ${shortestPassword} characters.` } : {};
}

const fields: readonly UserField[] = ['email', 'password', 'roles', 'name'];

/** Which field the server's refusal is about, by its code; null when it is about none of them. */
export function fieldOf(fault: Fault): UserField | null {
  const code = fault.code.toLowerCase();
  return fields.find((field) => code.includes(field === 'roles' ? 'role' : field)) ?? null;
}
