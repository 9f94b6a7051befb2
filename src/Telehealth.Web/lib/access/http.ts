import { accessSignedOutCode } from '../contracts/codes';
import { failed, type Outcome, succeeded } from '../realtime/outcome';
import { throughSignIn } from '../realtime/signedOut';
import { traceOf } from '../realtime/trace';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const unreachable = 'The server cannot be reached. Check your connection and try again.';
const noWords = 'Something went wrong on our side. Try again; if it stays, tell support.';

const textOf = (value: unknown, name: string): string | null => {
  if (typeof value !== 'object' || value === null || !(name in value)) return null;
  const text = (value as Record<string, unknown>)[name];
  return typeof text === 'string' && text !== '' ? text : null;
};

async function body(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

async function send<T>(method: Method, path: string, content?: unknown): Promise<Outcome<T>> {
  // A form on another site cannot set this header, so with it the cookie is ours to trust.
  const headers: Record<string, string> = { Accept: 'application/json', 'X-Telehealth': '1', ...traceOf(content) };
  if (content !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });
    const answer = await body(response);
    // The shape is the generated contract's; the server's tests hold it.
    if (response.ok) return succeeded(answer as T);
    return failed('refused', textOf(answer, 'code') ?? `http.${response.status}`, textOf(answer, 'detail') ?? noWords);
  } catch {
    return failed('unreachable', 'link.unreachable', unreachable);
  }
}

/** For what asks whether somebody is signed in, or signs in: a no is the answer there. */
export const httpAsIs = {
  get: <T>(path: string): Promise<Outcome<T>> => send<T>('GET', path),
  post: <T>(path: string, content: unknown = {}): Promise<Outcome<T>> => send<T>('POST', path, content),
  put: <T>(path: string, content: unknown): Promise<Outcome<T>> => send<T>('PUT', path, content),
};

export const saysSignedOut = (answer: Outcome<unknown>): boolean =>
  answer.error?.code === accessSignedOutCode || answer.error?.code === 'http.401';

const ask = <T>(method: Method, path: string, content?: unknown): Promise<Outcome<T>> =>
  throughSignIn(() => send<T>(method, path, content), saysSignedOut);

/** Calls never throw; the outcome says why they brought nothing. One that meets a signed-out session waits for the sign-in and goes on. */
export const http = {
  get: <T>(path: string): Promise<Outcome<T>> => ask<T>('GET', path),
  post: <T>(path: string, content: unknown = {}): Promise<Outcome<T>> => ask<T>('POST', path, content),
  put: <T>(path: string, content: unknown): Promise<Outcome<T>> => ask<T>('PUT', path, content),
  delete: <T>(path: string): Promise<Outcome<T>> => ask<T>('DELETE', path),
};
