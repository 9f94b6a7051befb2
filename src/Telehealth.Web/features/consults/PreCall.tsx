import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Avatar, Badge, Button, Icon, type IconName, Notice, Select, Spinner } from '../../lib/ui';
import { canChooseSpeaker, facingOf, type MediaDevice } from './media/browser';
import type { DeviceFault } from './media/faults';
import { deviceFault } from './media/faults';
import { LevelMeter, playTwoNotes } from './media/LevelMeter';
import type { LocalMedia } from './media/LocalMedia';
import { streamOf, VideoView } from './Streams';
import './consults.css';

type Verdict = 'untried' | 'trying' | 'works' | 'silent' | 'problem';

const verdicts: Record<Verdict, { tone: 'neutral' | 'success' | 'warning'; text: string }> = {
  untried: { tone: 'neutral', text: 'Not tried' },
  trying: { tone: 'neutral', text: 'Trying…' },
  works: { tone: 'success', text: 'Works' },
  silent: { tone: 'warning', text: 'Not heard yet' },
  problem: { tone: 'warning', text: 'Needs attention' },
};

function Check({ icon, name, verdict, children }: { icon: IconName; name: string; verdict: Verdict; children: ComponentChildren }) {
  const { tone, text } = verdicts[verdict];
  return (
    <section class="check" data-testid={`check-${name.toLowerCase()}`} data-verdict={verdict}>
      <div class="check-head">
        <Icon name={icon} />
        <h2 class="grow">{name}</h2>
        <span role="status">
          <Badge tone={tone}>
            {verdict === 'works' && <Icon name="check" size="s" />}
            {text}
          </Badge>
        </span>
      </div>
      {children}
    </section>
  );
}

function Fault({ fault, onRetry }: { fault: DeviceFault; onRetry: () => void }) {
  return (
    <Notice
      tone="warning"
      role="alert"
      title={fault.title}
      actions={
        <Button icon="refresh" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {fault.next}
    </Notice>
  );
}

interface DeviceSelectProps {
  label: string;
  devices: readonly MediaDevice[];
  value: string | null;
  onChoose: (id: string) => void;
  testId?: string;
}

export function DeviceSelect({ label, devices, value, onChoose, testId }: DeviceSelectProps) {
  if (devices.length < 2)
    return devices[0] ? (
      <p class="muted small check-device">
        {label}: {devices[0].label}
      </p>
    ) : null;
  const options = devices.map((one) => ({ value: one.id, label: one.label }));
  const isListed = devices.some((one) => one.id === value);
  return (
    <Select
      label={label}
      value={isListed && value !== null ? value : ''}
      options={isListed ? options : [{ value: '', label: 'As the browser chooses' }, ...options]}
      onInput={(id) => id !== '' && onChoose(id)}
      {...(testId ? { testId } : {})}
    />
  );
}

/** The level of a track as a signal; a new meter whenever the track is another. */
export function useLevel(local: LocalMedia) {
  const meter = useSignal<LevelMeter | null>(null);
  useSignalEffect(() => {
    const track = local.microphone.track.value;
    if (!track) return undefined;
    const next = new LevelMeter(track);
    meter.value = next;
    return () => {
      next.close();
      meter.value = null;
    };
  });
  return useComputed(() => meter.value?.level.value ?? 0);
}

const heardLevel = 0.35;

export function MicrophoneCheck({ local }: { local: LocalMedia }) {
  const level = useLevel(local);
  const heard = useSignal(false);
  useSignalEffect(() => {
    if (level.value > heardLevel) heard.value = true;
  });
  const { fault, starting, track } = local.microphone;
  const verdict: Verdict = fault.value
    ? 'problem'
    : starting.value
      ? 'trying'
      : !track.value
        ? 'untried'
        : heard.value
          ? 'works'
          : 'silent';
  return (
    <Check icon="mic" name="Microphone" verdict={verdict}>
      {fault.value && <Fault fault={fault.value} onRetry={() => void local.startMicrophone()} />}
      {!fault.value && !track.value && (
        <Button icon="mic" busy={starting.value} onClick={() => void local.startMicrophone()}>
          Try the microphone
        </Button>
      )}
      {track.value && (
        <>
          <LevelBar level={level.value} />
          <p class="small muted">
            {heard.value
              ? 'We hear you.'
              : 'Say a few words: the bar should move. If it does not, check a mute switch or choose another microphone.'}
          </p>
          <DeviceSelect
            label="Microphone to use"
            devices={local.devices.value.microphones}
            value={local.microphone.deviceId}
            onChoose={(id) => void local.chooseMicrophone(id)}
          />
        </>
      )}
    </Check>
  );
}

const bars = 24;

function LevelBar({ level }: { level: number }) {
  const lit = Math.round(level * bars);
  return (
    <div
      class="level"
      role="meter"
      aria-label="Microphone level"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
    >
      {Array.from({ length: bars }, (_, index) => (
        <span key={index} class={index < lit ? 'lit' : ''} />
      ))}
    </div>
  );
}

export function SpeakerCheck({ local }: { local: LocalMedia }) {
  const verdict = useSignal<Verdict>('untried');
  const asked = useSignal(false);
  const fault = useSignal<DeviceFault | null>(null);
  const test = async (): Promise<void> => {
    verdict.value = 'trying';
    fault.value = null;
    try {
      await playTwoNotes(local.speakerId.peek());
      asked.value = true;
      verdict.value = 'untried';
    } catch (error) {
      fault.value = deviceFault(error, 'speaker');
      verdict.value = 'problem';
    }
  };
  const answer = (heard: boolean): void => {
    asked.value = false;
    verdict.value = heard ? 'works' : 'problem';
  };
  return (
    <Check icon="sound" name="Speaker" verdict={verdict.value}>
      {fault.value && <Fault fault={fault.value} onRetry={() => void test()} />}
      {verdict.value === 'problem' && !fault.value && (
        <p class="small muted">
          Turn the volume up, plug headphones in or out{canChooseSpeaker() ? ', choose another speaker' : ''}, then play it again.
        </p>
      )}
      {asked.value ? (
        <div class="row row-2">
          <span class="grow small strong">Did you hear two notes?</span>
          <Button icon="check" onClick={() => answer(true)}>
            Yes
          </Button>
          <Button onClick={() => answer(false)}>No</Button>
        </div>
      ) : (
        <div class="row">
          <Button icon="sound" busy={verdict.value === 'trying'} onClick={() => void test()}>
            {verdict.value === 'works' ? 'Play again' : 'Play a sound'}
          </Button>
        </div>
      )}
      {canChooseSpeaker() && (
        <DeviceSelect
          label="Speaker to use"
          devices={local.devices.value.speakers}
          value={local.speakerId.value ?? 'default'}
          onChoose={(id) => local.chooseSpeaker(id)}
        />
      )}
    </Check>
  );
}

function CameraCheck({ local }: { local: LocalMedia }) {
  const { fault, starting, track } = local.camera;
  const verdict: Verdict = fault.value ? 'problem' : starting.value ? 'trying' : track.value ? 'works' : 'untried';
  return (
    <Check icon="camera" name="Camera" verdict={verdict}>
      {fault.value && <Fault fault={fault.value} onRetry={() => void local.startCamera()} />}
      {!fault.value && (
        <div class="row">
          <Button icon={track.value ? 'cameraOff' : 'camera'} busy={starting.value} onClick={() => void local.toggleCamera()}>
            {track.value ? 'Turn camera off' : 'Turn camera on'}
          </Button>
        </div>
      )}
      {track.value && (
        <DeviceSelect
          label="Camera to use"
          devices={local.devices.value.cameras}
          value={local.camera.deviceId}
          onChoose={(id) => void local.camera.choose(id)}
        />
      )}
    </Check>
  );
}

export function SelfPreview({ local, name, alone = false }: { local: LocalMedia; name: string; alone?: boolean }) {
  const track = local.camera.track.value;
  return (
    <div class="preview">
      {track ? (
        <VideoView stream={streamOf(track)} label="Your own picture" testId="self-video" mirrored={facingOf(track) !== 'environment'} />
      ) : (
        <div class="preview-off">
          {local.camera.starting.value ? <Spinner /> : alone ? <Icon name="cameraOff" size="l" /> : <Avatar name={name} size="l" />}
          <span class="small">{local.camera.starting.value ? 'Starting your camera…' : 'Your camera is off'}</span>
        </div>
      )}
      <span class="tile-name">{alone ? name : `${name} (you)`}</span>
    </div>
  );
}

const goOn = (local: LocalMedia): string => {
  const camera = local.camera.track.value !== null;
  const microphone = local.microphone.track.value !== null;
  if (camera && microphone) return 'Continue';
  if (microphone) return 'Continue without camera';
  return camera ? 'Continue without microphone' : 'Continue without camera and microphone';
};

export interface PreCallProps {
  local: LocalMedia;
  name: string;
  title: string;
  lead: ComponentChildren;
  onContinue: () => void;
  continueLabel?: string;
  testId?: string;
  busy?: boolean;
  disabled?: boolean;
  children?: ComponentChildren;
}

/** Camera, microphone and speaker, each tried for itself; nobody is kept out because one of them fails. */
export function PreCall({
  local,
  name,
  title,
  lead,
  onContinue,
  continueLabel,
  testId = 'precall-continue',
  busy = false,
  disabled = false,
  children,
}: PreCallProps) {
  useEffect(() => {
    if (!local.camera.track.peek()) void local.startCamera();
    if (!local.microphone.track.peek()) void local.startMicrophone();
  }, [local]);
  const silent = local.microphone.track.value === null && !local.microphone.starting.value;
  return (
    <div class="page precall" data-testid="precall">
      <div class="precall-main stack">
        <div class="stack stack-2">
          <h1>{title}</h1>
          <p class="muted">{lead}</p>
        </div>
        <SelfPreview local={local} name={name} />
        {children}
        {silent && local.microphone.fault.value && <p class="small muted">Without a microphone you can still see, hear and write.</p>}
        <Button kind="primary" large wide icon="arrowRight" busy={busy} disabled={disabled} onClick={onContinue} testId={testId}>
          {continueLabel ?? goOn(local)}
        </Button>
      </div>
      <div class="precall-checks stack stack-3">
        <CameraCheck local={local} />
        <MicrophoneCheck local={local} />
        <SpeakerCheck local={local} />
        <p class="small muted">
          Does the network let video through?{' '}
          <a href="/connection-test/" target="_blank" rel="noopener">
            Test your connection
          </a>{' '}
          (opens in a new tab).
        </p>
      </div>
    </div>
  );
}
