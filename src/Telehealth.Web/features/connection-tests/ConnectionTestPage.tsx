import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Button, Card, Icon, type IconName, LinkButton, Notice, Progress, Spinner, toast } from '../../lib/ui';
import { LocalMedia, type LocalSource } from '../consults/media/LocalMedia';
import { MicrophoneCheck, SelfPreview, SpeakerCheck } from '../consults/PreCall';
import type { LoopResult, Way } from './LoopConnection';
import type { Speed } from './speed';
import { type NetworkFindings, TestRun } from './TestRun';
import { bitrateText, type DeviceResult, type Findings, type Grade, type Verdict, verdictOf } from './verdict';
import './connectiontest.css';

type RowState = 'waiting' | 'running' | 'good' | 'limited' | 'bad' | 'absent';

interface Row {
  readonly key: string;
  readonly icon: IconName;
  readonly name: string;
  readonly about: string;
  readonly state: RowState;
  readonly text: string;
}

const stateIcons: Partial<Record<RowState, IconName>> = { good: 'check', limited: 'alert', bad: 'cross' };

function resultOf(source: LocalSource): DeviceResult {
  const fault = source.fault.value;
  if (fault) return fault.reason === 'denied' || fault.reason === 'missing' ? fault.reason : 'problem';
  return source.track.value ? 'works' : 'untried';
}

const deviceLabels: Record<DeviceResult, string> = {
  works: 'Works',
  missing: 'Not found',
  denied: 'Not allowed',
  problem: 'Does not start',
  untried: 'Not tried',
};

function deviceRow(source: LocalSource, begun: boolean): Row {
  const result = resultOf(source);
  const camera = source.kind === 'camera';
  const starting = source.starting.value;
  const state: RowState = !begun
    ? 'waiting'
    : starting
      ? 'running'
      : result === 'works'
        ? 'good'
        : result === 'untried'
          ? 'waiting'
          : camera
            ? 'limited'
            : 'bad';
  return {
    key: source.kind,
    icon: camera ? 'camera' : 'mic',
    name: camera ? 'Camera' : 'Microphone',
    about: 'of this device',
    state,
    text: starting ? 'Allow it when the browser asks' : begun ? deviceLabels[result] : '',
  };
}

const ways: Record<Way, { name: string; about: string }> = {
  udp: { name: 'Direct way', about: 'the best for picture and sound' },
  tcp: { name: 'Second way', about: 'for networks that block the direct one' },
  turn: { name: 'Long way round', about: 'where nothing else gets through' },
};

function wayRow(way: Way, result: LoopResult | null, running: boolean, needed: boolean): Row {
  const row = { key: way, icon: 'link' as const, ...ways[way] };
  if (running) return { ...row, state: 'running', text: 'Trying…' };
  if (!result) return { ...row, state: 'waiting', text: '' };
  switch (result.state) {
    case 'flows':
      return { ...row, state: 'good', text: `Works, after ${(result.afterMs / 1000).toFixed(1)} s` };
    case 'blocked':
      return { ...row, state: needed ? 'bad' : 'limited', text: 'Blocked' };
    case 'refused':
      return { ...row, state: 'bad', text: 'No answer' };
    case 'notOffered':
      return { ...row, state: 'absent', text: 'Not offered here' };
  }
}

const speedText = (speed: Speed): string =>
  [
    `${bitrateText(speed.upBps)} up`,
    `${bitrateText(speed.downBps)} down`,
    speed.lossPercent >= 0.5 ? `${Math.round(speed.lossPercent)} % lost` : '',
    speed.roundTripMs === null ? '' : `${Math.round(speed.roundTripMs)} ms`,
  ]
    .filter(Boolean)
    .join(' · ');

function speedRow(speed: Speed | null, running: boolean, over: boolean, advised: boolean): Row {
  const row = { key: 'speed', icon: 'pulse' as const, name: 'Speed', about: 'up and down, at least' };
  if (running) return { ...row, state: 'running', text: 'Measuring…' };
  if (!speed) return { ...row, state: over ? 'absent' : 'waiting', text: over ? 'Not measured' : '' };
  return { ...row, state: advised ? 'limited' : 'good', text: speedText(speed) };
}

function rowsOf(run: TestRun, local: LocalMedia, verdict: Verdict): Row[] {
  const network: NetworkFindings = run.findings.value;
  const begun = run.phase.value !== 'idle';
  const step = run.step.value;
  const noWay = [network.udp, network.tcp, network.turn].every((one) => one?.state !== 'flows');
  const advised = verdict.advice.some((one) => ['speed', 'loss', 'delay'].includes(one.key));
  return [
    deviceRow(local.camera, begun),
    deviceRow(local.microphone, begun),
    ...(['udp', 'tcp', 'turn'] as const).map((way) => wayRow(way, network[way], step === way, noWay)),
    speedRow(network.speed, step === 'speed', run.phase.value === 'done', advised),
  ];
}

function RowView({ row }: { row: Row }) {
  const mark = stateIcons[row.state];
  return (
    <li class={`test-row test-${row.state}`} data-testid={`test-${row.key}`} data-state={row.state}>
      <Icon name={row.icon} />
      <span class="grow">
        <span class="strong">{row.name}</span>
        <span class="muted small test-about">{row.about}</span>
      </span>
      <span class="test-result numerals">{row.text}</span>
      <span class="test-mark">{row.state === 'running' ? <Spinner /> : mark && <Icon name={mark} />}</span>
    </li>
  );
}

const tones: Record<Grade, 'success' | 'warning' | 'error'> = { good: 'success', limited: 'warning', bad: 'error' };

function VerdictView({ verdict, children }: { verdict: Verdict; children: ComponentChildren }) {
  return (
    <section class="stack" data-testid="test-verdict" data-grade={verdict.grade}>
      <Notice tone={tones[verdict.grade]} title={verdict.title} role="status">
        {verdict.text}
      </Notice>
      {verdict.advice.length > 0 && (
        <ul class="stack stack-3">
          {verdict.advice.map((one) => (
            <li key={one.key} class="advice" data-testid="test-advice" data-key={one.key}>
              <p class="strong">{one.what}</p>
              <p class="advice-next">
                <Icon name="arrowRight" size="s" />
                {one.next}
              </p>
            </li>
          ))}
        </ul>
      )}
      <div class="row row-2">{children}</div>
    </section>
  );
}

/** The same in the words of whoever looks after networks. */
const technical: Partial<Record<string, string>> = { udp: 'Media over UDP', tcp: 'Media over TCP', turn: 'Media by TURN server' };

const supportLines = (rows: readonly Row[]): string[] => [
  ...rows.map((row) => `${technical[row.key] ?? row.name}: ${row.text || 'not tried'}`),
  `Browser: ${navigator.userAgent}`,
];

function ForSupport({ rows }: { rows: readonly Row[] }) {
  return (
    <details class="small" data-testid="for-support">
      <summary>For support</summary>
      <p>Whoever looks after the network allows this site’s media port, by UDP and by TCP.</p>
      <ul>
        {supportLines(rows).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

async function copyResult(verdict: Verdict, rows: readonly Row[]): Promise<void> {
  const lines = [verdict.title, ...supportLines(rows)];
  try {
    await navigator.clipboard.writeText(lines.join('\n'));
    toast('The result is copied. Send it to whoever helps you.');
  } catch {
    toast('The browser did not copy it.', 'warning');
  }
}

function useTest() {
  const local = useMemo(() => new LocalMedia(), []);
  const run = useMemo(() => new TestRun(), []);
  useEffect(() => () => local.close(), [local]);
  const start = (): void => {
    void local.startCamera();
    void local.startMicrophone();
    void run.run();
  };
  return { local, run, start };
}

/** Devices, network and speed before a visit, with what to do about each thing that fails. Needs no account. */
export function ConnectionTestPage() {
  const { local, run, start } = useTest();
  const phase = run.phase.value;
  const findings: Findings = { camera: resultOf(local.camera), microphone: resultOf(local.microphone), ...run.findings.value };
  const verdict = verdictOf(findings);
  const rows = rowsOf(run, local, verdict);
  return (
    <div class="page connection-test" data-testid="connection-test" data-phase={phase}>
      <div class="stack stack-6">
        <div>
          <h1>Test your connection</h1>
          <p class="muted">Camera, sound and network, checked before your visit. It takes about ten seconds; nothing is recorded.</p>
        </div>
        {phase === 'idle' && (
          <div>
            <Button kind="primary" large icon="pulse" onClick={start} testId="test-start">
              Start the test
            </Button>
          </div>
        )}
        {phase === 'running' && <Progress value={run.progress.value} label="Progress of the test" />}
        {phase === 'done' && (
          <VerdictView verdict={verdict}>
            <Button kind={verdict.grade === 'good' ? 'secondary' : 'primary'} icon="refresh" onClick={start} testId="test-again">
              Test again
            </Button>
            <Button icon="copy" onClick={() => void copyResult(verdict, rows)}>
              Copy the result
            </Button>
            <LinkButton kind={verdict.grade === 'good' ? 'primary' : 'quiet'} href="/">
              Go to the start page
            </LinkButton>
          </VerdictView>
        )}
        <Card flush>
          <ul aria-label="What is tested">
            {rows.map((row) => (
              <RowView key={row.key} row={row} />
            ))}
          </ul>
        </Card>
        {phase === 'done' && <ForSupport rows={rows} />}
      </div>
      <div class="stack stack-3">
        <SelfPreview local={local} name="You" alone />
        {phase !== 'idle' && <MicrophoneCheck local={local} />}
        <SpeakerCheck local={local} />
      </div>
    </div>
  );
}
