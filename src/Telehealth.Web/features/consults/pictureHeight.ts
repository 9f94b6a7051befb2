export interface Extent {
  readonly width: number;
  readonly height: number;
}

// A slot that grows by a pixel is not worth a message.
const stepPixels = 16;

/**
 * How many lines of a video a slot can show, in the screen's own pixels.
 * @param picture the size it has now; nothing is known of it before its first frame, and then the slot's own height must do.
 * @param whole fitted into the slot, or else filling it, with what does not fit cut off.
 */
export function pictureHeight(slot: Extent, picture: Extent | null, whole: boolean, pixelRatio: number): number {
  if (slot.width <= 0 || slot.height <= 0) return 0;
  let height = slot.height;
  if (picture && picture.width > 0 && picture.height > 0) {
    const across = slot.width / picture.width;
    const down = slot.height / picture.height;
    height = picture.height * (whole ? Math.min(across, down) : Math.max(across, down));
  }
  return Math.ceil((height * pixelRatio) / stepPixels) * stepPixels;
}
