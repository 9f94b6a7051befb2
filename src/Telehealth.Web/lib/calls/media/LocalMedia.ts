import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { MediaState } from '../../contracts';
import { type DeviceList, listDevices, onDevicesChanged, openCamera, openMicrophone, openScreen } from './browser';
import { type DeviceFault, deviceFault, faultWords } from './faults';

type SourceKind = 'microphone' | 'camera' | 'screen';

const storageKey = (kind: string): string => `telehealth.device.${kind}`;

function remembered(kind: string): string | null {
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

/** One of this browser's own sources. Stopping it really stops the device, so that the camera's light goes out. */
export class LocalSource {
  readonly #track = signal<MediaStreamTrack | null>(null);
  readonly #fault = signal<DeviceFault | null>(null);
  readonly #starting = signal(false);
  readonly #deviceId: Signal<string | null>;
  #turn = 0;

  constructor(
    readonly kind: SourceKind,
    private readonly open: (deviceId: string | null) => Promise<MediaStreamTrack>,
  ) {
    this.#deviceId = signal(remembered(kind));
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

  get deviceId(): string | null {
    return this.#track.value?.getSettings().deviceId ?? this.#deviceId.value ?? null;
  }

  async start(): Promise<void> {
    const turn = ++this.#turn;
    this.#starting.value = true;
    this.#fault.value = null;
    this.#end();
    try {
      const track = await this.open(this.#deviceId.peek() ?? null);
      // Stopped or started again while the browser was asking.
      if (turn !== this.#turn) return track.stop();
      track.addEventListener('ended', () => this.#ended(track));
      this.#track.value = track;
    } catch (error) {
      if (turn === this.#turn) this.#fault.value = deviceFault(error, this.kind);
    } finally {
      if (turn === this.#turn) this.#starting.value = false;
    }
  }

  async choose(deviceId: string): Promise<void> {
    this.#deviceId.value = deviceId;
    remember(this.kind, deviceId);
    await this.start();
  }

  stop(): void {
    this.#turn++;
    this.#starting.value = false;
    this.#fault.value = null;
    this.#end();
  }

  #end(): void {
    this.#track.peek()?.stop();
    this.#track.value = null;
  }

  // By the browser's own bar, or because the device went away. A track that we stop ourselves does not say so.
  #ended(track: MediaStreamTrack): void {
    if (this.#track.peek() !== track) return;
    this.#track.value = null;
    if (this.kind !== 'screen') this.#fault.value = faultWords('unplugged', this.kind);
  }
}

/** What this browser sends, and with which devices. Lives from the pre-call page to the end of the consult. */
export class LocalMedia {
  readonly microphone = new LocalSource('microphone', openMicrophone);
  readonly camera = new LocalSource('camera', openCamera);
  readonly screen = new LocalSource('screen', openScreen);
  readonly muted = signal(false);
  readonly speakerId = signal<string | null>(remembered('speaker'));
  readonly #devices = signal<DeviceList>({ microphones: [], cameras: [], speakers: [] });
  readonly #unwatch: () => void;

  /** What the others are told. */
  readonly shown: ReadonlySignal<MediaState> = computed(() => ({
    microphone: this.microphone.track.value !== null && !this.muted.value,
    camera: this.camera.track.value !== null,
    screen: this.screen.track.value !== null,
  }));

  constructor() {
    this.#unwatch = onDevicesChanged(() => void this.refreshDevices());
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

  chooseSpeaker(id: string): void {
    this.speakerId.value = id;
    remember('speaker', id);
  }

  async toggleMicrophone(): Promise<void> {
    if (this.microphone.track.peek() === null) {
      this.muted.value = false;
      return this.startMicrophone();
    }
    this.muted.value = !this.muted.peek();
    this.#applyMute();
  }

  async toggleCamera(): Promise<void> {
    if (this.camera.track.peek() === null) await this.startCamera();
    else this.camera.stop();
  }

  async toggleScreen(): Promise<void> {
    if (this.screen.track.peek() === null) await this.screen.start();
    else this.screen.stop();
  }

  async refreshDevices(): Promise<void> {
    try {
      this.#devices.value = await listDevices();
    } catch {
      // No device access at all on this page: the sources say so themselves.
    }
  }

  close(): void {
    this.#unwatch();
    this.microphone.stop();
    this.camera.stop();
    this.screen.stop();
  }

  #applyMute(): void {
    const track = this.microphone.track.peek();
    if (track) track.enabled = !this.muted.peek();
  }
}
