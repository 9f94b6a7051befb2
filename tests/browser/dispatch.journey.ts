import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { still } from './support/browser';
import { acknowledgeAll, cancelByKey, command, commandIsWrong, openIncidentOf, showsOf } from './support/console';
import {
  endShift,
  goOnShift,
  isAvailableOnConsole,
  queueRow,
  reportUntilClear,
  takeCall,
  timelineShows,
  unconscious,
  unitRow,
} from './support/emergency';
import { useTelehealth } from './support/journey';
import { isLive } from './support/live';
import { places } from './support/people';
import { waitUntil } from './support/waiting';

describe('A dispatcher', () => {
  const { devices } = useTelehealth(
    'dispatch',
    { Dispatching__AnswerWithin: '00:01:00', Dispatching__DivertsByRule: 'false' },
    () => still,
  );

  const near = (): Promise<Page> => goOnShift(devices(), 'erik', 'A11', places.nearCaller);
  const far = (): Promise<Page> => goOnShift(devices(), 'farah', 'A12', places.farFromCaller);

  async function secondConsole(): Promise<Page> {
    const page = await devices().page('hana-two');
    await devices().enterOn(page, 'hana');
    return page;
  }

  it('sees what a colleague sees, to the last event', async () => {
    const [one, two, crew] = await Promise.all([devices().enter('hana'), secondConsole(), near()]);
    await isAvailableOnConsole(one, 'A11');

    await takeCall(one, 'Short of breath');
    await crew.getByTestId('offer-accept').click();
    await queueRow(one, 'assigned').click();
    await queueRow(two, 'assigned').click();
    const number = await openIncidentOf(one);
    await command(one, `/n ${number} Gate code 12`);
    await command(two, `/p ${number} 2 speaks in sentences again`);
    await command(one, 'A11 er');
    await command(two, 'A11 os');

    await one.locator('[data-testid="unit-row"][data-unit="A11"]').filter({ hasText: 'On scene' }).waitFor();
    await timelineShows(one, 'emergency.note_added', 'emergency.priority_changed', 'emergency.unit_status_reported');
    await waitUntil('both consoles say the same', 10_000, async () => (await showsOf(one)) === (await showsOf(two)));
    expect(await showsOf(one)).toContain('Gate code 12');

    await reportUntilClear(crew, 'transporting');
    await isAvailableOnConsole(two, 'A11');
    await endShift(crew);
  });

  it('withdraws, assigns, reports, diverts and stands down by the command line alone', async () => {
    const [console, erik, farah] = await Promise.all([devices().enter('hana'), near(), far()]);
    await isAvailableOnConsole(console, 'A11');
    await isAvailableOnConsole(console, 'A12');
    const first = await takeCall(console, 'Wheezing');
    await erik.getByTestId('offer').waitFor();
    await queueRow(console, 'offered').waitFor();

    await commandIsWrong(console, 'A11 er', 'has not answered');
    await command(console, '/sd A11 radio is broken');
    await farah.getByTestId('offer').waitFor();
    await command(console, `/a A11 ${first}`);
    await erik.getByTestId('offer-accept').click();
    await farah.getByTestId('offer').waitFor({ state: 'hidden' });
    await command(console, 'A11 enroute');
    await unitRow(console, 'A11').filter({ hasText: 'En route' }).waitFor();

    const second = await takeCall(console, 'Blue lips');
    await farah.getByTestId('offer').waitFor();
    await queueRow(console, 'offered').waitFor();
    await command(console, `/d A11 ${second}`);
    await erik.getByTestId('offer-accept').click();
    await console.locator(`[data-testid="queue-row"][data-number="${second}"][data-phase="assigned"]`).filter({ hasText: 'A11' }).waitFor();

    // The first is back in the queue; the crew whose offer was taken back is asked again by a person only.
    await command(console, `/a A12 ${first}`);
    await farah.getByTestId('offer-accept').click();
    await console.locator(`[data-testid="queue-row"][data-number="${first}"][data-phase="assigned"]`).filter({ hasText: 'A12' }).waitFor();
    await command(console, '/sd A11 cancelled by the caller');
    await isAvailableOnConsole(console, 'A11');

    await command(console, `/x ${second}`);
    await cancelByKey(console, 'The caller rang back');
    await command(console, 'A12 cl');
    await isAvailableOnConsole(console, 'A12');
    await acknowledgeAll(console);
    await Promise.all([endShift(erik), endShift(farah)]);
  });

  it('hears and acknowledges an alarm, and is told of overload until units suffice', async () => {
    const console = await devices().enter('hana');
    await isLive(console);
    expect(await console.getByTestId('alarm-line').count()).toBe(0);
    await takeCall(console, 'Nobody is on shift');
    await console.locator('[data-testid="alarm-line"][data-kind="nobodyLeft"]').waitFor();
    await console.getByTestId('mode-overload').waitFor();
    expect(await console.title()).toMatch(/^\(1\) Alarm/);
    expect(await queueRow(console, 'unserved').getByTestId('queue-missing').textContent()).toBe('1 of 1 missing');

    await console.keyboard.press('m');
    await console
      .locator('[data-testid="alarm-mute"][data-muted="true"]')
      .filter({ hasText: /again in 0:5\d/ })
      .waitFor();
    await console.keyboard.press('o');
    await console.getByTestId('shortfall').waitFor();
    expect(await seriousFindings(console)).toEqual([]);

    await command(console, '/ack');
    await console.getByTestId('alarm-line').waitFor({ state: 'hidden' });
    expect(await console.title()).not.toMatch(/Alarm/);

    const crew = await near();
    await crew.getByTestId('offer-accept').click();
    await console.getByTestId('mode-overload').waitFor({ state: 'hidden' });
    await command(console, 'A11 cl');
    await isAvailableOnConsole(console, 'A11');
    await endShift(crew);
  });

  it('sees what is missing of a response of two units, and replays it afterwards', async () => {
    const [console, erik] = await Promise.all([devices().enter('hana'), near()]);
    await isAvailableOnConsole(console, 'A11');

    await takeCall(console, 'Does not answer, does not breathe', unconscious);
    await erik.getByTestId('offer-accept').click();
    await console.getByTestId('queue-missing').filter({ hasText: '1 of 2 missing' }).waitFor();
    await queueRow(console, 'assigned').click();
    await console.locator('[data-testid="need"][data-missing="true"]').filter({ hasText: 'Missing.' }).waitFor();

    const farah = await far();
    await farah.getByTestId('offer-accept').click();
    await console.getByTestId('response-missing').waitFor({ state: 'hidden' });
    for (const unit of ['A11', 'A12']) await console.locator(`[data-testid="crew"][data-unit="${unit}"][data-status="accepted"]`).waitFor();
    expect(await seriousFindings(console)).toEqual([]);

    await command(console, 'A11 cl');
    await command(console, 'A12 cl');
    await console.getByTestId('incident').locator('.phase[data-phase="completed"]').waitFor();
    await console.keyboard.press('w');
    await console.getByTestId('replay').filter({ hasText: 'not live' }).waitFor();
    await console.getByTestId('replay-slider').press('Home');
    await console.getByTestId('replay-stop').click();
    await console.getByTestId('replay').waitFor({ state: 'hidden' });
    await Promise.all([endShift(erik), endShift(farah)]);
  });
});
