import { bufferBytes, calls, readBuffer, readRequest, requestBytes } from './videoAbi.ts';
import type { VideoSystem } from './videoSystem.ts';

/** Of the driver: one that is filled, one that waits, one that is read. */
const BUFFERS = 4;

/** Has the driver share its buffers and hands them to it to be filled. @param memory receives each as soon as it is mapped */
export function shareMemory(fd: number, system: VideoSystem, memory: Uint8Array[]): void {
  const request = requestBytes(BUFFERS);
  system.ioctl(fd, calls.REQBUFS, request);
  const count = Math.min(BUFFERS, readRequest(request));
  if (count < 2) throw new Error('Cannot use camera: its driver has no memory to share');
  for (let index = 0; index < count; index++) {
    const buffer = bufferBytes(index);
    system.ioctl(fd, calls.QUERYBUF, buffer);
    const { length, offset } = readBuffer(buffer);
    memory.push(system.map(fd, length, offset));
    system.ioctl(fd, calls.QBUF, bufferBytes(index));
  }
}
