import { afterEach, expect, test } from 'vitest';
import { failed, type Outcome, succeeded } from './outcome';
import { backAgain, mustSignInAgain, offerSignInAgain, throughSignIn } from './signedOut';

const out = (): Outcome<string> => failed('refused', 'access.signed_out', 'You are not signed in.');
const isOut = (answer: Outcome<string>): boolean => answer.error?.code === 'access.signed_out';

afterEach(() => {
  backAgain();
  offerSignInAgain(() => false);
});

test('what meets a signed-out session waits for the sign-in and is sent once more', async () => {
  offerSignInAgain(() => true);
  const sent: string[] = [];
  let signedIn = false;
  const raised = throughSignIn(async () => {
    sent.push('command 1');
    return signedIn ? succeeded('raised') : out();
  }, isOut);
  await Promise.resolve();
  await Promise.resolve();
  expect(mustSignInAgain.value).toBe(true);

  signedIn = true;
  backAgain();

  expect((await raised).value).toBe('raised');
  expect(sent).toEqual(['command 1', 'command 1']);
  expect(mustSignInAgain.value).toBe(false);
});

test('an answer from before the sign-in does not ask for another one', async () => {
  offerSignInAgain(() => true);
  let answers = 0;
  const raised = await throughSignIn(async () => {
    answers++;
    if (answers > 1) return succeeded('raised');
    backAgain();
    return out();
  }, isOut);

  expect(raised.value).toBe('raised');
  expect(mustSignInAgain.value).toBe(false);
});

test('where there is no way back the refusal is told', async () => {
  const answer = await throughSignIn(async () => out(), isOut);

  expect(answer.error?.code).toBe('access.signed_out');
  expect(mustSignInAgain.value).toBe(false);
});
