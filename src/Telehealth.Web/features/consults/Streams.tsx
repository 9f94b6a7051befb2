import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** True when the browser wants a click before it plays audio. */
export const soundBlocked = signal(false);
const waitingForClick = new Set<HTMLMediaElement>();

export function allowSound(): void {
  for (const element of waitingForClick) void element.play().catch(() => undefined);
  waitingForClick.clear();
  soundBlocked.value = false;
}

function play(element: HTMLMediaElement): void {
  void element.play().catch((error: unknown) => {
    if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
    waitingForClick.add(element);
    soundBlocked.value = true;
  });
}

export interface VideoProps {
  stream: MediaStream;
  label: string;
  testId: string;
  mirrored?: boolean;
  whole?: boolean;
  participant?: string;
  source?: string;
  /** Told of the element while it shows the stream; the answer is called when it does not any more. */
  watch?: (element: HTMLVideoElement) => () => void;
  onFirstPicture?: () => void;
}

/** Always muted: audio has an element of its own, so that a hidden video does not silence anybody. */
export function VideoView({
  stream,
  label,
  testId,
  mirrored = false,
  whole = false,
  participant,
  source,
  watch,
  onFirstPicture,
}: VideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (!video) return undefined;
    video.srcObject = stream;
    play(video);
    const unwatch = watch?.(video);
    return () => {
      unwatch?.();
      video.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={element}
      class={['video', mirrored && 'video-mirrored', whole && 'video-whole'].filter(Boolean).join(' ')}
      autoplay
      playsInline
      muted
      aria-label={label}
      data-testid={testId}
      data-participant={participant}
      data-source={source}
      onLoadedData={onFirstPicture}
    />
  );
}

export function AudioView({ stream, speakerId, participant }: { stream: MediaStream; speakerId: string | null; participant: string }) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (!audio) return undefined;
    audio.srcObject = stream;
    play(audio);
    return () => {
      waitingForClick.delete(audio);
      audio.srcObject = null;
    };
  }, [stream]);
  useEffect(() => {
    const audio = element.current;
    if (audio && speakerId && 'setSinkId' in audio) void audio.setSinkId(speakerId).catch(() => undefined);
  }, [speakerId]);
  return <audio ref={element} autoplay data-testid="remote-audio" data-participant={participant} />;
}

const streams = new WeakMap<MediaStreamTrack, MediaStream>();

/** One stream per track, so that rendering again does not start the video again. */
export function streamOf(track: MediaStreamTrack): MediaStream {
  const known = streams.get(track);
  if (known) return known;
  const stream = new MediaStream([track]);
  streams.set(track, stream);
  return stream;
}
