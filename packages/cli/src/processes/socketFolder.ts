import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the sockets of a robot on this machine are when nobody says where; a folder of this user's own. */
export function defaultRunFolder(): string {
  return process.env.XDG_RUNTIME_DIR !== undefined
    ? join(process.env.XDG_RUNTIME_DIR, 'homebound')
    : join(tmpdir(), `homebound-${process.getuid?.() ?? 0}`);
}
