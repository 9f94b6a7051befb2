import { afterAll, afterEach, beforeAll } from 'vitest';
import { Devices } from './browser';
import { ServerProcess } from './server';

/** Gives a file of journeys one server and one browser, and cleans up after each journey. */
export function useTelehealth(name: string, settings: Record<string, string> = {}): { server: () => ServerProcess; devices: () => Devices } {
  let server: ServerProcess;
  let devices: Devices;

  beforeAll(async () => {
    server = await ServerProcess.start(name, settings);
    devices = await Devices.open(server.url);
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
