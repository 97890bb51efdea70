import { type PictureKind, type PictureReader, pictureOffers, pictureReader } from '../pictures/pictureReader.ts';
import {
  calls,
  controlBytes,
  controls,
  formatBytes,
  fourcc,
  fourccName,
  type PixelFormat,
  rateBytes,
  readCapability,
  readFormat,
} from './videoAbi.ts';
import type { VideoSystem } from './videoSystem.ts';

export interface Wish {
  readonly path: string;
  readonly system: VideoSystem;
  readonly kind: PictureKind;
  readonly width: number;
  readonly height: number;
  readonly rate_hz: number;
  readonly depthUnit_m: number;
  readonly mains_hz?: 50 | 60;
}

/**
 * Asks an open device for pictures of a kind, the best way that it has. Throws Error, which says what it gives and what is wanted, where it has none;
 * VideoError for what the system refuses.
 */
export function negotiate(fd: number, wish: Wish): PictureReader {
  const { path, system, kind, width, height, depthUnit_m } = wish;
  const capability = new Uint8Array(104);
  system.ioctl(fd, calls.QUERYCAP, capability);
  const { card, canStream } = readCapability(capability);
  if (!canStream) throw new Error(`${path} (${card}) is no camera that streams`);
  let nearest: PixelFormat | undefined;
  for (const offer of pictureOffers[kind]) {
    const wanted = { width: offer.scale * width, height: offer.scale * height, fourcc: fourcc(offer.format) };
    const asked = formatBytes(wanted);
    system.ioctl(fd, calls.S_FMT, asked);
    // A driver that cannot gives what is nearest, and does not say so.
    const got = readFormat(asked);
    nearest ??= got;
    if (got.width !== wanted.width || got.height !== wanted.height || got.fourcc !== wanted.fourcc) continue;
    setUp(fd, wish);
    return pictureReader(kind, offer, { width, height, stride: got.stride, depthUnit_m });
  }
  const wishes = pictureOffers[kind].map(
    ({ format, scale }) => `${scale * width} x ${scale * height} ${format.trim()}`,
  );
  const { width: x, height: y, fourcc: format } = nearest as PixelFormat;
  throw new Error(
    `${path} (${card}) gives ${x} x ${y} ${fourccName(format)}, and its rig wants ${wishes.join(' or ')}`,
  );
}

/** What a camera may refuse: many have one rate alone, and pictures that come faster are thinned out. */
function setUp(fd: number, { system, rate_hz, mains_hz }: Wish): void {
  const line = mains_hz === 50 ? 1 : mains_hz === 60 ? 2 : 3;
  for (const [call, bytes] of [
    [calls.S_PARM, rateBytes(rate_hz)],
    [calls.S_CTRL, controlBytes(controls.POWER_LINE_FREQUENCY, line)],
    [calls.S_CTRL, controlBytes(controls.EXPOSURE_AUTO_PRIORITY, 0)],
  ] as const)
    try {
      system.ioctl(fd, call, bytes);
    } catch {}
}
