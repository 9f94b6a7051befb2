import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';
import { places } from './support/people';

describe('Help without an account', () => {
  const { server, devices } = useTelehealth('help', { Service__HelpWithoutAccount: 'true', Service__EmergencyNumber: '999' });

  for (const size of ['phone', 'desk'] as const) {
    it(`goes from the sign-in page to the console, marked as not signed in (${size})`, async () => {
      const console = await devices().signIn('hana');
      await isLive(console);
      const stranger = await devices().page('stranger', { size, at: places.caller });
      await stranger.goto(`${server().url}/patient/`);
      await stranger.getByTestId('help-without-account').click();
      await stranger.getByTestId('help-complaint').waitFor();
      expect(await seriousFindings(stranger)).toEqual([]);
      expect(await stranger.getByTestId('emergency-number').getAttribute('href')).toBe('tel:999');
      await stranger.getByTestId('help-send').click();
      await stranger.getByText('Say what is wrong.').waitFor();
      await stranger.getByTestId('help-complaint').selectOption({ index: 1 });
      await stranger.getByTestId('help-locate').click();
      await stranger.getByText('The place of this device goes with it').waitFor();
      await stranger.getByTestId('help-where').fill('Third floor');
      await stranger.getByTestId('help-send').click();
      await stranger.getByTestId('help-sent').waitFor();
      expect(await seriousFindings(stranger)).toEqual([]);

      await console.getByTestId('queue-unverified').first().waitFor();
      await console.getByTestId('queue-row').first().click();
      await console.getByText('Not signed in: ask who they are.').waitFor();
    });
  }
});
