import { describe, expect, it } from 'vitest';
import { cacheNameOf, isOfBuild, markedAsKept, outdated, type Shell, treatmentOf } from './rules';

const origin = 'https://telehealth.test';
const shell: Shell = { version: 'b2', files: ['/assets/paramedic-b2.js', '/assets/access-b2.css', '/theme.js'] };
const treated = (path: string, mode = 'cors', method = 'GET') =>
  treatmentOf({ method, mode, url: new URL(path, origin).href }, origin, shell);

describe('What the worker of the crew’s page touches', () => {
  it('is the page and the files of its own build', () => {
    expect(treated('/paramedic/', 'navigate')).toBe('page');
    expect(treated('/paramedic/index.html?x=1', 'navigate')).toBe('page');
    expect(treated('/assets/paramedic-b2.js')).toBe('file');
    expect(treated('/theme.js', 'no-cors')).toBe('file');
  });

  it.each(['/api/access/me', '/api/jobs/1/photos/2', '/hub/unit', '/api/map/roads', '/assets/paramedic-b3.js', '/health/ready'])(
    'is never %s',
    (path) => {
      expect(treated(path)).toBe('network');
      expect(treated(path, 'navigate')).toBe('network');
    },
  );

  it('is nothing that is sent, of another page or from elsewhere', () => {
    expect(treated('/paramedic/', 'navigate', 'POST')).toBe('network');
    expect(treated('/dispatcher/', 'navigate')).toBe('network');
    expect(treated('https://tiles.test/assets/paramedic-b2.js')).toBe('network');
  });
});

describe('A build', () => {
  it('removes what other builds of this page kept, and nothing else', () => {
    expect(outdated([cacheNameOf(shell), cacheNameOf({ ...shell, version: 'b1' }), 'somebody-else'], shell)).toEqual([
      cacheNameOf({ ...shell, version: 'b1' }),
    ]);
  });

  it('keeps no page that names files of another one, or none', () => {
    expect(isOfBuild('<html><script src="/assets/paramedic-b2.js"></script>', shell)).toBe(true);
    expect(isOfBuild('<html><script src="/assets/paramedic-b2.js"></script><link href="/assets/access-b3.css">', shell)).toBe(false);
    expect(isOfBuild('<html>Please sign in to this wireless network', shell)).toBe(false);
  });

  it('marks the page that it gives from what is kept', () => {
    expect(markedAsKept('<!doctype html>\n<html lang="en">')).toBe('<!doctype html>\n<html data-kept lang="en">');
  });
});
