import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { queueRow, takeCall } from './support/emergency';
import { useTelehealth } from './support/journey';
import { places } from './support/people';

/** Two areas side by side: the caller's belongs to the desk in the west. */
function areas(): string {
  const square = (code: string, west: number, east: number): object => ({
    type: 'Feature',
    properties: { code, name: `${code} of the river`, kind: 'service', desk: code },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, 48.3],
          [east, 48.3],
          [east, 48.5],
          [west, 48.5],
          [west, 48.3],
        ],
      ],
    },
  });
  return JSON.stringify({ type: 'FeatureCollection', features: [square('West', 9.5, 9.62), square('East', 9.62, 9.8)] });
}

describe('The desks of a control room', () => {
  const folder = mkdtempSync(join(tmpdir(), 'telehealth-areas-'));
  const file = join(folder, 'areas.geojson');
  beforeAll(() => writeFileSync(file, areas()));
  afterAll(() => rmSync(folder, { recursive: true }));
  const { devices } = useTelehealth('desks', () => ({ Dispatching__AreasFile: file }));

  const shown = (console: Page) => console.locator('[data-list="queue"] [data-testid="queue-row"]');

  it('see what lies in their areas, count what others have, and hide no alarm', async () => {
    const console = await devices().enter('hana');
    await takeCall(console, 'Short of breath in the west');
    await takeCall(console, 'Short of breath in the east', undefined, places.farFromCaller);
    await queueRow(console, 'unserved').nth(1).waitFor();
    expect(await shown(console).count(), 'a console that chose no desk shows all').toBe(2);

    await console.keyboard.press('D');
    await console.locator('#desk-choice:focus').waitFor();
    await console.locator('#desk-choice').selectOption('West');
    await console.getByTestId('desk-elsewhere').getByText('1 more at other desks, 1 unserved').waitFor();
    expect(await shown(console).allTextContents()).toEqual([expect.stringContaining('in the west')]);
    await console.getByTestId('alarm-count').click();
    expect(await console.getByTestId('alarm').count(), 'alarms of both stand there').toBe(2);
    await console.getByTestId('alarm-list').getByText('Desk East').waitFor();
    expect(await seriousFindings(console), 'with a desk').toEqual([]);
    await console.setViewportSize({ width: 390, height: 844 });
    expect(await seriousFindings(console), 'with a desk, on a phone').toEqual([]);

    await console.reload();
    await console.getByTestId('desk-elsewhere').waitFor();
    expect(await shown(console).count(), 'the device remembers its desk').toBe(1);
    await console.getByTestId('desk-all').click();
    await shown(console).filter({ hasText: 'in the east' }).getByText('Desk East').waitFor();
  });
});
