import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { exactTime } from '../../lib/time';
import { Button, Dialog, Icon } from '../../lib/ui';
import { pictureUrl, type CrewPicture, type CrewPictures } from './crewPictures';

export function pictureLabel(picture: CrewPicture): string {
  return `${picture.callSign}, picture ${picture.number}, taken by ${picture.takenBy} at ${exactTime(picture.takenAt)}`;
}

/** Small, in the timeline; opens large. */
export function Thumbnail({ picture, onOpen }: { picture: CrewPicture; onOpen: (picture: CrewPicture) => void }) {
  const failed = useSignal(false);
  const attempt = useSignal(0);
  if (failed.value) {
    return (
      <NotLoaded
        picture={picture}
        onAgain={() => {
          attempt.value += 1;
          failed.value = false;
        }}
      />
    );
  }
  return (
    <button
      type="button"
      class="thumbnail"
      data-testid="picture"
      aria-label={`Open large: ${pictureLabel(picture)}`}
      onClick={() => onOpen(picture)}
    >
      <img
        src={pictureUrl(picture, attempt.value)}
        alt={pictureLabel(picture)}
        loading="lazy"
        onError={() => {
          failed.value = true;
        }}
      />
    </button>
  );
}

function NotLoaded({ picture, onAgain }: { picture: CrewPicture; onAgain: () => void }) {
  return (
    <p class="picture-missing" role="alert" data-testid="picture-missing">
      <Icon name="alert" size="s" />
      <span class="grow">
        Picture {picture.number} of {picture.callSign} could not be loaded.
      </span>
      <Button class="action" label={`Try again: picture ${picture.number} of ${picture.callSign}`} onClick={onAgain}>
        Try again
      </Button>
    </p>
  );
}

interface LoosePicturesProps {
  of: Pick<CrewPictures, 'faults' | 'read'>;
  pictures: readonly CrewPicture[];
  onOpen: (picture: CrewPicture) => void;
}

/** Those that no line of the timeline tells of, and crews whose pictures could not be asked for. */
export function LoosePictures({ of, pictures, onOpen }: LoosePicturesProps) {
  const faults = of.faults.value;
  return (
    <>
      {faults.map(({ callSign, fault }) => (
        <p key={callSign} class="picture-missing" role="alert" data-testid="pictures-missing">
          <Icon name="alert" size="s" />
          <span class="grow">
            Whether {callSign} took pictures could not be read. {fault.text}
          </span>
          <Button class="action" onClick={() => void of.read()}>
            Try again
          </Button>
        </p>
      ))}
      {pictures.length > 0 && (
        <div class="row row-2 loose-pictures">
          {pictures.map((picture) => (
            <Thumbnail key={picture.id} picture={picture} onOpen={onOpen} />
          ))}
        </div>
      )}
    </>
  );
}

interface PictureDialogProps {
  /** All of the incident, in their order. */
  all: readonly CrewPicture[];
  picture: CrewPicture;
  onOpen: (picture: CrewPicture) => void;
  onClose: () => void;
}

/** One at a time; the arrows go through all of the incident. */
export function PictureDialog({ all, picture, onOpen, onClose }: PictureDialogProps) {
  const at = all.findIndex((other) => other.id === picture.id);
  const step = (by: 1 | -1): void => {
    const next = all[at + by];
    if (at !== -1 && next !== undefined) onOpen(next);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'ArrowLeft') step(-1);
      if (event.key === 'ArrowRight') step(1);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [at, all]);
  return (
    <Dialog
      title={`Picture ${picture.number} of ${picture.callSign}`}
      wide
      onClose={onClose}
      testId="dialog-picture"
      footer={
        all.length > 1 && (
          <>
            <span class="grow muted numerals">
              {at + 1} of {all.length}
            </span>
            <Button icon="arrowLeft" disabled={at <= 0} onClick={() => step(-1)}>
              Earlier
            </Button>
            <Button icon="arrowRight" disabled={at === all.length - 1} onClick={() => step(1)}>
              Later
            </Button>
          </>
        )
      }
    >
      <div class="picture">
        <Large key={picture.id} picture={picture} />
        <p class="muted numerals">
          Taken by {picture.takenBy} at {exactTime(picture.takenAt)} by the device’s clock, received at {exactTime(picture.receivedAt)}.
        </p>
      </div>
    </Dialog>
  );
}

function Large({ picture }: { picture: CrewPicture }) {
  const failed = useSignal(false);
  const attempt = useSignal(0);
  return failed.value ? (
    <NotLoaded
      picture={picture}
      onAgain={() => {
        attempt.value += 1;
        failed.value = false;
      }}
    />
  ) : (
    <img
      src={pictureUrl(picture, attempt.value)}
      alt={pictureLabel(picture)}
      data-testid="picture-large"
      onError={() => {
        failed.value = true;
      }}
    />
  );
}
