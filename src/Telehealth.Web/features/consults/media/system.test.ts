import { expect, test } from 'vitest';
import { faultText } from './faults';
import { allowText, systemOf } from './system';

const agents = {
  iosSafari:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  iosApp:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.0.0 Mobile/15E148 Safari/604.1',
  android: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
  safari: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  chrome: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
} as const;

test.each(Object.entries(agents))('%s is known by what it says of itself', (system, agent) => {
  expect(systemOf(agent, system.startsWith('ios') ? 5 : 0)).toBe(system);
});

test('an iPad that says it is a Mac is known by its touch screen', () => {
  expect(systemOf(agents.safari, 5)).toBe('iosSafari');
});

test('each system has its own way to allow a camera, and every fault of permission tells it', () => {
  const ways = (Object.keys(agents) as (keyof typeof agents)[]).map((system) => allowText('camera', system));
  expect(new Set(ways).size).toBe(ways.length);
  expect(faultText('denied', 'camera', 'iosSafari').next).toBe(allowText('camera', 'iosSafari'));
});
