import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { MediaState } from '../../../lib/contracts/consults';
import {
  type DeviceList,
  facingOf,
  listDevices,
  mayOpenUnasked,
  onDevicesChanged,
  onPageShown,
  openCamera,
  openCameraFacing,
  openMicrophone,
  openScreen,
} from './browser';
import { type DeviceFault, deviceFault, faultText } from './faults';

type SourceKind = 'microphone' | 'camera' | 'screen';

const storageKey = (kind: string): string => `telehealth.device.${kind}`;

/** The device of this kind that was chosen last in this browser; null for its own choice. */
export function rememberedDevice(kind: SourceKind | 'speaker'): string | null {
  try {
    return localStorage.getItem(storageKey(kind));
  } catch {
    return null;
  }
}

function remember(kind: string, id: string): void {
  try {
    localStorage.setItem(storageKey(kind), id);
  } catch {
    // Without storage the default device is taken next time.
  }
}

// A device that only fell silent is given back by the system, most of the time; one that is gone is asked for again, for a while.
const givenBackMs = 2000;
const askAgainMs = 5000;
const mostAsked = 24;

/** One of this browser's own sources. Stopping it really stops the device, so that the camera's light goes out. */
export class LocalSource {
  readonly #track = signal<MediaStreamTrack | null>(null);
  readonly #fault = signal<DeviceFault | null>(null);
  readonly #starting = signal(false);
  readonly #taken = signal(false);
  readonly #deviceId: Signal<string | null>;
  #turn = 0;

  constructor(
    readonly kind: SourceKind,
    private readonly open: (deviceId: string | null) => Promise<MediaStreamTrack>,
  ) {
    this.#deviceId = signal(rememberedDevice(kind));
  }

  get track(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#track;
  }

  get fault(): ReadonlySignal<DeviceFault | null> {
    return this.#fault;
  }

  get starting(): ReadonlySignal<boolean> {
    return this.#starting;
  }

  /** It was on, and the system took it: for a telephone call, or because the device went away. Nobody switched it off. */
  get taken(): ReadonlySignal<boolean> {
    return this.#taken;
  }

  /** Taken, and not merely silent: it does not come back by itself. */
  readonly gone: ReadonlySignal<boolean> = computed(() => this.#taken.value && this.#track.value === null);

  get deviceId(): string | null {
    return this.#track.value?.getSettings().deviceId ?? this.#deviceId.value ?? null;
  }

  start(): Promise<void> {
    return this.#startWith(() => this.open(this.#deviceId.peek() ?? null));
  }

  async #startWith(open: () => Promise<MediaStreamTrack>): Promise<void> {
    const turn = ++this.#turn;
    this.#starting.value = true;
    this.#fault.value = null;
    this.#end();
    try {
      const track = await open();
      // Stopped or started again while the browser was asking.
      if (turn !== this.#turn) return track.stop();
      track.addEventListener('ended', () => this.#ended(track));
      track.addEventListener('mute', () => this.#silenced(track));
      track.addEventListener('unmute', () => this.#silenced(track));
      this.#track.value = track;
      this.#taken.value = track.muted;
    } catch (error) {
      if (turn === this.#turn) this.#fault.value = deviceFault(error, this.kind);
    } finally {
      if (turn === this.#turn) this.#starting.value = false;
    }
  }

  /** Taken at once where the source is on or failed, otherwise when it is switched on: a choice switches nothing on. */
  async choose(deviceId: string): Promise<void> {
    const isWanted = this.#track.peek() !== null || this.#starting.peek() || this.#fault.peek() !== null;
    this.#keep(deviceId);
    if (isWanted) await this.start();
  }

  /** Another device by what it can do; which one that was is kept. */
  async exchange(open: () => Promise<MediaStreamTrack>): Promise<void> {
    await this.#startWith(open);
    const deviceId = this.#track.peek()?.getSettings().deviceId;
    if (deviceId) this.#keep(deviceId);
  }

  #keep(deviceId: string): void {
    this.#deviceId.value = deviceId;
    remember(this.kind, deviceId);
  }

  stop(): void {
    this.#turn++;
    this.#starting.value = false;
    this.#fault.value = null;
    this.#taken.value = false;
    this.#end();
  }

  /**
   * Opens a device again that the system took. True when it flows.
   * @param byHand somebody is there to answer the browser's question; otherwise nothing is opened that it would ask about.
   */
  async restartTaken(byHand: boolean): Promise<boolean> {
    if (!this.#taken.peek() || this.#starting.peek() || this.kind === 'screen' || !(byHand || (await mayOpenUnasked(this.kind))))
      return false;
    if (!this.#taken.peek()) return true;
    const fault = this.#fault.peek();
    await this.start();
    const flows = this.#track.peek() !== null;
    // What was said stays true: the attempt was nobody's wish.
    if (!flows && !byHand) this.#fault.value = fault ?? this.#fault.peek();
    return flows;
  }

  #end(): void {
    this.#track.peek()?.stop();
    this.#track.value = null;
  }

  #silenced(track: MediaStreamTrack): void {
    if (this.#track.peek() === track && this.kind !== 'screen') this.#taken.value = track.muted;
  }

  // By the browser's own bar, or because the device went away. A track that we stop ourselves does not say so.
  #ended(track: MediaStreamTrack): void {
    if (this.#track.peek() !== track) return;
    this.#track.value = null;
    if (this.kind === 'screen') return;
    this.#taken.value = true;
    this.#fault.value = faultText('unplugged', this.kind);
  }
}

/** What this browser sends, and with which devices. Lives from the pre-call page to the end of the consult. */
export class LocalMedia {
  readonly microphone = new LocalSource('microphone', openMicrophone);
  readonly camera = new LocalSource('camera', openCamera);
  readonly screen = new LocalSource('screen', openScreen);
  readonly muted = signal(false);
  readonly speakerId = signal<string | null>(rememberedDevice('speaker'));
  readonly #devices = signal<DeviceList>({ microphones: [], cameras: [], speakers: [] });
  readonly #undo: (() => void)[];
  #asking: ReturnType<typeof setTimeout> | undefined;
  #paused: (() => void)[] = [];

  /** The system holds the microphone or the camera that were on, as during a telephone call. */
  readonly interrupted: ReadonlySignal<boolean> = computed(() => this.microphone.taken.value || this.camera.taken.value);

  /** What the others are told. */
  readonly shown: ReadonlySignal<MediaState> = computed(() => ({
    microphone: this.microphone.track.value !== null && !this.muted.value && !this.microphone.taken.value,
    camera: this.camera.track.value !== null && !this.camera.taken.value,
    screen: this.screen.track.value !== null,
    interrupted: this.interrupted.value,
  }));

  constructor() {
    this.#undo = [
      onDevicesChanged(() => {
        void this.refreshDevices();
        this.#askBack(mostAsked);
      }),
      onPageShown(() => this.#askBack(mostAsked)),
      effect(() => {
        if (this.microphone.gone.value || this.camera.gone.value) this.#askBack(mostAsked);
      }),
    ];
  }

  get devices(): ReadonlySignal<DeviceList> {
    return this.#devices;
  }

  async startMicrophone(): Promise<void> {
    await this.microphone.start();
    this.#applyMute();
    await this.refreshDevices();
  }

  async startCamera(): Promise<void> {
    await this.camera.start();
    await this.refreshDevices();
  }

  async chooseMicrophone(id: string): Promise<void> {
    await this.microphone.choose(id);
    this.#applyMute();
  }

  /** From the front camera of a phone to the back one, or back again. */
  async flipCamera(): Promise<void> {
    const before = this.camera.track.peek();
    const otherwise = this.camera.deviceId;
    await this.camera.exchange(() => openCameraFacing(facingOf(before) === 'environment' ? 'user' : 'environment', otherwise));
  }

  chooseSpeaker(id: string): void {
    this.speakerId.value = id;
    remember('speaker', id);
  }

  async toggleMicrophone(): Promise<void> {
    if (this.microphone.track.peek() === null || this.microphone.taken.peek()) {
      this.muted.value = false;
      return this.startMicrophone();
    }
    this.muted.value = !this.muted.peek();
    this.#applyMute();
  }

  async toggleCamera(): Promise<void> {
    if (this.camera.track.peek() === null || this.camera.taken.peek()) await this.startCamera();
    else this.camera.stop();
  }

  async toggleScreen(): Promise<void> {
    if (this.screen.track.peek() === null) await this.screen.start();
    else this.screen.stop();
  }

  /** Opens again what the system took and gives back now: by itself after a while, or by a button. */
  async restartTaken(byHand = false): Promise<void> {
    if (await this.microphone.restartTaken(byHand)) this.#applyMute();
    await this.camera.restartTaken(byHand);
  }

  /** Lets the devices go, so that another page can have them. */
  pause(): void {
    const on = [this.microphone, this.camera].filter((one) => one.track.peek() !== null || one.starting.peek());
    // A second time there is nothing to remember, and what was remembered stays.
    if (on.length > 0) this.#paused = on.map((one) => () => void one.start().then(() => this.#applyMute()));
    for (const one of [this.microphone, this.camera, this.screen]) one.stop();
  }

  /** Opens what was on before {@link pause}; a screen is chosen anew. */
  resume(): void {
    for (const start of this.#paused.splice(0)) start();
  }

  async refreshDevices(): Promise<void> {
    try {
      this.#devices.value = await listDevices();
    } catch {
      // No device access at all on this page: the sources say so themselves.
    }
  }

  close(): void {
    for (const undo of this.#undo) undo();
    clearTimeout(this.#asking);
    this.microphone.stop();
    this.camera.stop();
    this.screen.stop();
  }

  #askBack(times: number): void {
    clearTimeout(this.#asking);
    if (!this.interrupted.peek() || times === 0) return;
    this.#asking = setTimeout(
      () => {
        void this.restartTaken().then(() => {
          if (this.microphone.gone.peek() || this.camera.gone.peek()) this.#askBack(times - 1);
        });
      },
      times === mostAsked ? givenBackMs : askAgainMs,
    );
  }

  #applyMute(): void {
    const track = this.microphone.track.peek();
    if (track) track.enabled = !this.muted.peek();
  }
}
