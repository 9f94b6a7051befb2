/** Asks again until the answer is yes. The deadline is there so that a broken journey ends; it is never the thing tested. */
export async function waitUntil(what: string, withinMs: number, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs / 1000} s until ${what}, in vain.`);
    await new Promise((done) => setTimeout(done, 150));
  }
}
