import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type JobPhoto, type JobView, mostPhotosOfJob } from '../../lib/contracts/paramedics';
import { exactTime } from '../../lib/time';
import { Button } from '../../lib/ui';
import type { PhotoOutbox } from './photoOutbox';

interface PhotosProps {
  job: JobView;
  /** Those that the server has, as far as this page knows. */
  known: ReadonlySignal<{ state: 'ready'; value: readonly JobPhoto[] } | { state: 'none' | 'loading' | 'failed' }>;
  outbox: Pick<PhotoOutbox, 'waiting' | 'durable' | 'add'>;
}

/** Pictures of the scene, for the crew and dispatchers. One that waits for network is shown among the updates. */
export function Photos({ job, known, outbox }: PhotosProps) {
  const input = useRef<HTMLInputElement>(null);
  const busy = useSignal(false);
  const trouble = useSignal<string | null>(null);
  const photos = known.value.state === 'ready' ? known.value.value : [];
  const full = photos.length + outbox.waiting.value.filter((photo) => photo.assignmentId === job.assignmentId).length >= mostPhotosOfJob;
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    busy.value = true;
    trouble.value = await outbox.add(job, file);
    busy.value = false;
  };
  return (
    <section class="job-part" aria-label="Pictures">
      {photos.length > 0 && (
        <ul class="photos" data-testid="photos">
          {photos.map((photo) => (
            <li key={photo.id}>
              <a href={`/api/jobs/${job.assignmentId}/photos/${photo.id}`} target="_blank" rel="noopener">
                <img
                  src={`/api/jobs/${job.assignmentId}/photos/${photo.id}`}
                  alt={`Picture ${photo.number} by ${photo.takenBy} at ${exactTime(photo.takenAt)}`}
                  loading="lazy"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        accept="image/*"
        capture="environment"
        tabIndex={-1}
        aria-label="Picture file"
        data-testid="photo-file"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          void take(chosen);
        }}
      />
      <Button
        wide
        class="crew-big"
        icon="camera"
        busy={busy.value}
        disabled={full}
        testId="add-photo"
        onClick={() => input.current?.click()}
      >
        {full ? `${mostPhotosOfJob} pictures: that is the limit` : 'Take a picture'}
      </Button>
      {!outbox.durable.value && (
        <p class="location-bad" role="alert" data-testid="photo-not-kept">
          This device could not keep the last picture. Leave this page open until it is sent.
        </p>
      )}
      {trouble.value !== null && (
        <p class="location-bad" role="alert" data-testid="photo-trouble">
          {trouble.value}
        </p>
      )}
    </section>
  );
}
