import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { endShift, goOnShift, queueRow, raiseEmergency, reportUntilClear, timelineShows } from './support/emergency';
import { useTelehealth } from './support/journey';
import { isLive, saysItIsNotLive } from './support/live';
import { places } from './support/people';
import { Tunnel } from './support/tunnel';

describe('A crew’s device', () => {
  const { devices } = useTelehealth('paramedic', { Dispatching__AnswerWithin: '00:00:40' });

  async function crewWithTunnel(): Promise<{ crew: Page; tunnel: Tunnel }> {
    let tunnel: Tunnel | undefined;
    devices().prepare(async (page) => {
      tunnel = await Tunnel.on(page);
    });
    const crew = await goOnShift(devices(), 'erik', 'A11', places.nearCaller);
    devices().prepare(async () => {});
    if (tunnel === undefined) throw new Error('The device has not been prepared.');
    return { crew, tunnel };
  }

  const step = (crew: Page, status: string) => crew.locator(`[data-testid="next-status"][data-status="${status}"]`);
  const waiting = (crew: Page, kind: string) => crew.locator(`[data-testid="outbox-waiting"][data-kind="${kind}"]`);
  const receipts = (crew: Page, result: string) => crew.locator(`[data-testid="receipt"][data-result="${result}"]`);

  async function writeNote(crew: Page, text: string): Promise<void> {
    await crew.getByTestId('add-note').click();
    await crew.getByTestId('note-text').fill(text);
    await crew.getByTestId('note-send').click();
  }

  it('keeps what was done in a tunnel, sends it in order after, and shows nothing as done before the server has it', async () => {
    const { crew, tunnel } = await crewWithTunnel();
    await raiseEmergency(devices(), 'ana', 'Short of breath, third floor');
    await crew.getByTestId('offer').waitFor();
    await crew.getByTestId('answers').waitFor();
    expect(await seriousFindings(crew), 'offer').toEqual([]);
    const accept = await crew.getByTestId('offer-accept').boundingBox();
    expect(accept?.height).toBeGreaterThanOrEqual(56);
    await crew.getByTestId('offer-accept').click();
    await step(crew, 'enRoute').waitFor();
    await crew.setViewportSize({ width: 390, height: 844 });
    expect(await crew.evaluate(() => document.documentElement.scrollHeight - innerHeight), 'the page does not scroll the button away').toBe(
      0,
    );

    await tunnel.enter();
    await saysItIsNotLive(crew);
    await step(crew, 'enRoute').click();
    await step(crew, 'onScene').click();
    await writeNote(crew, 'The lift is out of order');
    await crew.getByTestId('photo-file').setInputFiles({ name: 'scene.png', mimeType: 'image/png', buffer: await crew.screenshot() });
    await waiting(crew, 'photo').waitFor();
    expect(await waiting(crew, 'report').count()).toBe(2);
    expect(await waiting(crew, 'note').count()).toBe(1);
    expect(await crew.getByTestId('job-status').getAttribute('data-status')).toBe('accepted');
    expect(await crew.getByTestId('job-unsent').getAttribute('data-status')).toBe('onScene');
    expect(await seriousFindings(crew), 'tunnel').toEqual([]);

    await tunnel.leave();
    await isLive(crew);
    await crew.locator('[data-testid="job-status"][data-status="onScene"]').waitFor();
    await crew.getByTestId('photos').getByRole('img').waitFor();
    expect((await receipts(crew, 'late').count()) + (await receipts(crew, 'refused').count())).toBe(0);
    await receipts(crew, 'applied').nth(2).waitFor();
    const doneAt = await receipts(crew, 'applied').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-done-at')));
    expect(doneAt.length).toBe(3);
    expect([...doneAt].sort()).toEqual(doneAt);
    await crew.getByTestId('outbox-dismiss').click();
    await crew.getByTestId('outbox').waitFor({ state: 'hidden' });
    await crew.getByTestId('notes').getByText('The lift is out of order').waitFor();

    const console = await devices().signIn('hana');
    await queueRow(console, 'assigned').click();
    await timelineShows(console, 'emergency.unit_status_reported', 'emergency.note_added');
    const told = await console.getByTestId('timeline-entry').allInnerTexts();
    const place = (words: string): number => told.findIndex((text) => text.includes(words));
    expect(Math.min(place('A11 is en route'), place('A11 is on scene'), place('The lift is out of order'))).toBeGreaterThanOrEqual(0);

    await reportUntilClear(crew, 'transporting');
    await endShift(crew);
  });

  it('says what came too late, and that it changed nothing, until somebody has read it', async () => {
    const { crew, tunnel } = await crewWithTunnel();
    const patient = await raiseEmergency(devices(), 'ben', 'Better now');
    await crew.getByTestId('offer-accept').click();
    await step(crew, 'enRoute').waitFor();
    await tunnel.enter();
    await saysItIsNotLive(crew);
    await step(crew, 'enRoute').click();
    await waiting(crew, 'report').waitFor();
    await patient.getByTestId('emergency-cancel').click();
    await patient.getByTestId('cancel-sure').click();
    await patient.locator('[data-testid="help-status"][data-phase="cancelled"]').waitFor();

    await tunnel.leave();
    await isLive(crew);
    await crew.getByTestId('crew-notice').filter({ hasText: 'Stood down' }).waitFor();
    await receipts(crew, 'late').filter({ hasText: 'recorded, changed nothing' }).waitFor();
    expect(await crew.getByTestId('job-status').count()).toBe(0);
    expect(await seriousFindings(crew), 'too late').toEqual([]);

    await crew.reload();
    await receipts(crew, 'late').waitFor();
    await crew.getByTestId('outbox-dismiss').click();
    await receipts(crew, 'late').waitFor({ state: 'hidden' });
    await endShift(crew);
  });

  it('finds what it has not sent again after the page was loaded anew', async () => {
    const { crew, tunnel } = await crewWithTunnel();
    await raiseEmergency(devices(), 'ana', 'Wheezing');
    await crew.getByTestId('offer-accept').click();
    await step(crew, 'enRoute').waitFor();
    await tunnel.cut();
    await saysItIsNotLive(crew);
    await step(crew, 'enRoute').click();
    await waiting(crew, 'report').waitFor();

    await crew.reload();
    await waiting(crew, 'report').waitFor();
    await tunnel.leave();
    await isLive(crew);
    await crew.locator('[data-testid="job-status"][data-status="enRoute"]').waitFor();
    await receipts(crew, 'applied').waitFor();

    await reportUntilClear(crew, 'onScene');
    await endShift(crew);
  });

  it('is told in words when an offer is over', async () => {
    const { crew } = await crewWithTunnel();
    const patient = await raiseEmergency(devices(), 'ben', 'Called by mistake');
    await crew.getByTestId('offer').waitFor();
    await crew.locator('[data-testid="offer"][data-pages="2"]').waitFor({ timeout: 40_000 });
    await crew.getByTestId('second-page').waitFor();
    await patient.getByTestId('emergency-cancel').click();
    await patient.getByTestId('cancel-sure').click();

    await crew.getByTestId('crew-notice').filter({ hasText: 'was taken back' }).waitFor();
    expect(await crew.getByTestId('offer').count()).toBe(0);
    await crew.getByTestId('notice-ok').click();
    await endShift(crew);
  });
});
