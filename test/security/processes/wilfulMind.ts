import { connect } from 'node:net';
import { encodeFrame, FrameReader } from '../../../packages/link/src/frames.ts';

/**
 * A mind that only wants to go forward, brushes on, and looks at no sensor: `wilfulMind SOCKET SPEED`. After a line on standard input it
 * does what that says: `silent` keeps the link alive and wishes no more, `deaf` goes on but reads nothing any more, `flood` wishes without end,
 * `garbage` sends what is no frame, `spin` blocks for ever.
 */
const [path, speed] = process.argv.slice(2);
const socket = connect(path);
const reader = new FrameReader(2 ** 20);
let seen_s = Number.NaN;
let isSilent = false;
socket.on('data', (chunk) => {
  reader.push(chunk, (message) => {
    if (typeof message?.head.stamp_s === 'number') seen_s = message.head.stamp_s;
    return true;
  });
});
socket.on('error', () => {});

function wish(): void {
  socket.write(encodeFrame({ kind: 'clean', seen_s, fan: 1, mainBrush: 1, sideBrush: 1 }));
  socket.write(encodeFrame({ kind: 'drive', seen_s, v_mps: Number(speed), w_radps: 0 }));
}

setInterval(() => {
  socket.write(encodeFrame(undefined));
  if (!isSilent && !Number.isNaN(seen_s)) wish();
}, 50);

process.stdin.on('data', (line) => {
  const what = String(line).trim();
  if (what === 'silent') isSilent = true;
  if (what === 'deaf') socket.pause();
  if (what === 'flood') setInterval(() => Array.from({ length: 1000 }, wish), 1);
  if (what === 'garbage') socket.write(Buffer.alloc(64, 0xa5));
  if (what === 'spin') for (;;);
});
