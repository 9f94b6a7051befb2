import { Button, Dialog } from '../../lib/ui';
import { canFlipCamera } from './media/browser';
import type { LocalMedia } from './media/LocalMedia';
import { DeviceSelect, SpeakerCheck } from './PreCall';

/**
 * Another camera, microphone or speaker in the middle of a visit; the choice is kept in this browser. Nothing that is off is
 * switched on.
 */
export function DeviceDialog({ local, listensOnly, onClose }: { local: LocalMedia; listensOnly: boolean; onClose: () => void }) {
  const { cameras, microphones } = local.devices.value;
  return (
    <Dialog
      title="Camera and sound"
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div class="stack" data-testid="device-dialog">
        {!listensOnly && (
          <>
            <DeviceSelect
              label="Camera"
              devices={cameras}
              value={local.camera.deviceId}
              onChoose={(id) => void local.camera.choose(id)}
              testId="choose-camera"
            />
            {canFlipCamera(local.camera.track.value, cameras.length) && (
              <div>
                <Button icon="refresh" onClick={() => void local.flipCamera()}>
                  Front or back camera
                </Button>
              </div>
            )}
            <DeviceSelect
              label="Microphone"
              devices={microphones}
              value={local.microphone.deviceId}
              onChoose={(id) => void local.chooseMicrophone(id)}
              testId="choose-microphone"
            />
            {(cameras.length === 0 || microphones.length === 0) && (
              <p class="small muted">A device that the browser does not find, or may not use, is not listed.</p>
            )}
          </>
        )}
        <SpeakerCheck local={local} />
      </div>
    </Dialog>
  );
}
