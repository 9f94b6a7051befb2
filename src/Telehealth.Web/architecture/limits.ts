/** The numbers that the generated contracts declare. */
export function serverLimits(contracts: readonly string[]): Set<number> {
  return new Set(
    contracts.flatMap((text) =>
      [...text.matchAll(/^export const (?:longest|shortest|most)\w+ = (\d+);$/gm)].map((found) => Number(found[1])),
    ),
  );
}

/**
 * Names under which a text seems to keep such a number itself: of a constant that is called a limit, or of a field whose length is typed.
 */
export function copiedLimits(text: string, limits: ReadonlySet<number>): string[] {
  const fields = [...text.matchAll(/\b(maxLength)=\{[\d_]+\}/g)];
  const constants = [...text.matchAll(/\bconst ((?:longest|shortest|most|max|min)(?![a-z])\w*)(?:: number)? = ([^;\n]*)/g)].filter(
    ([, , value]) => numbersIn(value ?? '').some((number) => limits.has(number)),
  );
  return [...fields, ...constants].map((found) => found[1] ?? '');
}

/** The times, in milliseconds, that the generated contracts declare; a few seconds say nothing of whose they are, so from a minute on. */
export function serverDurations(contracts: readonly string[]): Set<number> {
  const declared = contracts.flatMap((text) => [...text.matchAll(/^export const \w+Ms = (\d+);$/gm)].map((found) => Number(found[1])));
  return new Set(declared.filter((duration) => duration >= 60_000));
}

/** Names under which a text keeps such a time itself, however it is multiplied; a second, a minute, an hour and a day are nobody's. */
export function copiedDurations(text: string, durations: ReadonlySet<number>): string[] {
  return [...text.matchAll(/\bconst (?!(?:second|minute|hour|day)Ms\b)(\w+Ms)(?:: number)? = (\d[\d_]*(?: \* \d[\d_]*)*);/g)]
    .filter(([, , value]) => durations.has(numbersIn(value ?? '').reduce((product, number) => product * number, 1)))
    .map((found) => found[1] ?? '');
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/\b\d[\d_]*/g)].map(([number]) => Number(number.replaceAll('_', '')));
}

/** True for a list of steps in the order of a job: which may follow which is the server's to say. */
export function copiedSteps(text: string): boolean {
  return /'(?:enRoute|onScene|transporting)',\s*'(?:onScene|transporting|atHospital)'/.test(text);
}
