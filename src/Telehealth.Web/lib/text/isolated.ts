/**
 * What somebody wrote, for a sentence that is plain text: between isolates
 * (U+2068, U+2069) it turns nothing around it. Elements use `Written`.
 */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
