import { readFileSync } from 'node:fs';

/** The examples that the server's rules are held to as well. */
export function examples<T>(name: string): readonly T[] {
  return JSON.parse(
    readFileSync(new URL(`../../../../tests/Telehealth.Domain.Tests/Text/${name}.json`, import.meta.url), 'utf8'),
  ) as readonly T[];
}
