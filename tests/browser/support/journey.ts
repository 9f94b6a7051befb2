import { afterAll, afterEach, beforeAll } from 'vitest';
import { Devices } from './browser';
import { ServerProcess } from './server';

type Settings = Record<string, string>;

/**
 * Gives a file of journeys one server and one browser, and cleans up after each journey. What is known only once something else has
 * started is given as a function.
 */
export function useTelehealth(
  name: string,
  settings: Settings | (() => Settings) = {},
  browserSwitches: () => string[] = () => [],
): { server: () => ServerProcess; devices: () => Devices } {
  let server: ServerProcess;
  let devices: Devices;

  beforeAll(async () => {
    server = await ServerProcess.start(name, typeof settings === 'function' ? settings() : settings);
    devices = await Devices.open(server.url, browserSwitches());
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await devices.takePictures(task.name);
    await devices.putAway();
  });
  afterAll(async () => {
    await devices?.close();
    await server?.stop();
  });

  return { server: () => server, devices: () => devices };
}
