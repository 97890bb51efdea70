export { JpegDecoder } from './pictures/jpeg/jpegDecoder.ts';
export { JpegError } from './pictures/jpeg/jpegError.ts';
export { brightnessFromGrey, metresFromZ16, rgbFromYuyv } from './pictures/packed.ts';
export { V4l2Camera, type V4l2Options } from './v4l2/v4l2Camera.ts';
export { linuxVideo, VideoError, type VideoSystem } from './v4l2/videoSystem.ts';
