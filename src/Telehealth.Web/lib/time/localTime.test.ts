import { expect, test } from 'vitest';
import { momentsOf, zoneName } from './localTime';

const at = (local: string, zone: string): string[] => momentsOf(local, zone).map((moment) => moment.toISOString());

test('an ordinary time is one moment', () => {
  expect(at('2027-01-15T14:30', 'Europe/Berlin')).toEqual(['2027-01-15T13:30:00.000Z']);
  expect(at('2027-07-15T14:30', 'America/New_York')).toEqual(['2027-07-15T18:30:00.000Z']);
  expect(at('2027-01-15T00:00', 'Asia/Kolkata')).toEqual(['2027-01-14T18:30:00.000Z']);
});

test('the hour that spring leaves out does not exist', () => {
  expect(at('2027-03-28T02:30', 'Europe/Berlin')).toEqual([]);
  expect(at('2027-03-28T03:00', 'Europe/Berlin')).toEqual(['2027-03-28T01:00:00.000Z']);
});

test('the hour that autumn repeats exists twice, and the two have names of their own', () => {
  expect(at('2027-10-31T02:30', 'Europe/Berlin')).toEqual(['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z']);
  const [first, second] = momentsOf('2027-10-31T02:30', 'Europe/Berlin').map((moment) => zoneName(moment, 'long', 'Europe/Berlin'));
  expect(first).not.toBe(second);
});

test('a zone that moves its clocks by half an hour is read as well', () => {
  expect(at('2027-10-03T02:15', 'Australia/Lord_Howe')).toEqual([]);
  expect(at('2027-04-04T01:45', 'Australia/Lord_Howe')).toHaveLength(2);
});

test('an empty or broken field has no moment', () => {
  expect(momentsOf('')).toEqual([]);
  expect(momentsOf('2027-02')).toEqual([]);
});
