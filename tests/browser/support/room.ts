import type { Locator, Page } from 'playwright-core';
import { inviteGuest, reachStage } from './consult';
import type { Devices } from './browser';

export type InvitedRole = 'relative' | 'interpreter' | 'colleague' | 'observer';

/** From the clinician's invitation to the guest's own page, past the door. */
export async function guestComes(devices: Devices, clinician: Page, name: string, role: InvitedRole = 'relative'): Promise<Page> {
  const guest = await knocks(devices, clinician, name, role);
  await reachStage(guest);
  return guest;
}

/** As far as the guest gets alone. */
export async function knocks(devices: Devices, clinician: Page, name: string, role: InvitedRole = 'relative'): Promise<Page> {
  const link = await inviteGuest(clinician, name, role);
  const guest = await devices.page(`guest ${name}`);
  await guest.goto(link);
  await guest.getByTestId('guest-name').fill(name);
  await guest.getByTestId('guest-join').click();
  return guest;
}

/** A participant's row in the people panel, which is open. */
export const person = (page: Page, name: string): Locator => page.getByTestId('person').filter({ hasText: name });

export const tile = (page: Page, name: string): Locator => page.getByTestId('participant-tile').filter({ hasText: name });

export const consultIdOf = (page: Page): string => new URL(page.url()).hash.split('/')[2] ?? '';
