/** Enough to read a medicine's label; a tenth of what a camera makes. */
const longestSide = 1_600;
const quality = 0.82;

export function shrunkSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A picture as JPEG with at most 1,600 pixels on its longer side; null for what this browser cannot read as one. Drawn anew,
 * so that nothing goes along that a camera writes beside the picture, such as the place.
 */
export async function shrink(file: Blob): Promise<Blob | null> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const { width, height } = shrunkSize(picture.width, picture.height);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
    picture.close();
    return await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
  } catch {
    return null;
  }
}
