import { JpegDecoder } from './jpeg/jpegDecoder.ts';
import { JpegError } from './jpeg/jpegError.ts';
import { brightnessFromGrey, brightnessFromYuyv, metresFromZ16, rgbFromYuyv } from './packed.ts';

export type PictureKind = 'color' | 'depth' | 'laser';
/** Red, green, blue or brightness, 0 to 255; or m. */
export type Picture = Uint8Array | Float32Array;

export function blankPicture(kind: PictureKind, pixels: number): Picture {
  return kind === 'depth' ? new Float32Array(pixels) : new Uint8Array(kind === 'color' ? 3 * pixels : pixels);
}

/** One way in which a camera may give a picture: its format, and how many times as wide and high as it is wanted. */
export interface PictureOffer {
  readonly format: 'YUYV' | 'MJPG' | 'Z16 ' | 'GREY';
  readonly scale: 1 | 2 | 4;
}

/**
 * What each kind of picture is asked for as, the best first. Pictures that are not compressed cost least and lose nothing; a camera that compresses may have no
 * small size, then it is decoded to one. Cameras of one colour that have no GREY send brightness with no tint.
 */
export const pictureOffers: Readonly<Record<PictureKind, readonly PictureOffer[]>> = {
  color: [
    { format: 'YUYV', scale: 1 },
    { format: 'MJPG', scale: 1 },
    { format: 'MJPG', scale: 2 },
    { format: 'MJPG', scale: 4 },
  ],
  depth: [{ format: 'Z16 ', scale: 1 }],
  laser: [
    { format: 'GREY', scale: 1 },
    { format: 'YUYV', scale: 1 },
  ],
};

export interface PictureReader {
  /** @returns why it cannot be read: cut off or damaged; undefined where it was, into `out` */
  read(out: Picture, packed: Uint8Array): string | undefined;
  /** Nothing of the last picture is left. */
  wipe(): void;
}

/** Reads the pictures of an offer. @param width of those that are wanted. @param stride bytes of a row as it comes */
export function pictureReader(
  kind: PictureKind,
  { format, scale }: PictureOffer,
  { width, height, stride, depthUnit_m }: { width: number; height: number; stride: number; depthUnit_m: number },
): PictureReader {
  const decoder = format === 'MJPG' ? new JpegDecoder(scale * width, scale * height, scale) : undefined;
  const unpack = (out: Picture, packed: Uint8Array): void => {
    if (out instanceof Float32Array) metresFromZ16(out, packed, width, height, stride, depthUnit_m);
    else if (decoder !== undefined) decoder.decode(out, packed);
    else if (kind === 'color') rgbFromYuyv(out, packed, width, height, stride);
    else if (format === 'YUYV') brightnessFromYuyv(out, packed, width, height, stride);
    else brightnessFromGrey(out, packed, width, height, stride);
  };
  return {
    read(out, packed) {
      try {
        unpack(out, packed);
        return undefined;
      } catch (error) {
        if (error instanceof RangeError || error instanceof JpegError) return error.message;
        throw error;
      }
    },
    wipe: () => decoder?.wipe(),
  };
}
