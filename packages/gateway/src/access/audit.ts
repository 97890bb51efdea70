import { type AuditEvent, type AuditKind, checkAuditEvent } from '@homebound/vault';
import { type CommandBody, commandDeed } from '@homebound/wire';

/** The append-only log behind the gateway: the vault's in a robot, maybe in another process, which wants the secret of who did or asks it. */
export interface AuditLog {
  append(event: AuditEvent, token?: string): void | Promise<void>;
  /** The newest events, oldest first. */
  read(token?: string): readonly AuditEvent[] | Promise<readonly AuditEvent[]>;
}

/** A session's id with the secret that it gave, or a name alone: `here` for the robot's own machine, `body` for a button on it. */
export type By = string | { readonly id: string; readonly token?: string } | undefined;

/** Writes down who did what; never throws. */
export type Note = (kind: AuditKind, by: By, what: string, outcome?: AuditEvent['outcome']) => void;

/** Who it is in the log, which has short words only. */
export function auditName(by: string | undefined): string {
  if (by === undefined) return 'nobody';
  return /^[0-9a-f]{16}$/.test(by) ? `session-${by}` : by;
}

/** A log that can't be written is told to `failed`, and does not stop what was to be written down. */
export function noteIn(audit: AuditLog, wall_s: () => number, failed: (what: string, error: unknown) => void): Note {
  return (kind, by, what, outcome = 'done') => {
    const { id, token } = typeof by === 'object' ? by : { id: by };
    const event = { stamp_s: wall_s(), kind, by: auditName(id), what, outcome };
    const tell = (error: unknown): void => failed(`could not write down ${kind} ${what} by ${event.by}`, error);
    try {
      Promise.resolve(audit.append(event, token)).catch(tell);
    } catch (error) {
      tell(error);
    }
  };
}

/** Writes down what somebody had the robot do. */
export function noteSent(note: Note, command: CommandBody, by: By, isAccepted: boolean): void {
  const deed = commandDeed(command);
  if (deed !== undefined) note(deed.kind, by, deed.what, isAccepted ? 'done' : 'refused');
}

const mostEvents = 1000;

/** A log that forgets with the process. */
export function memoryAudit(): { append(event: AuditEvent): void; read(): readonly AuditEvent[] } {
  const events: AuditEvent[] = [];
  return {
    append: (event) => {
      checkAuditEvent(event);
      events.push(event);
      if (events.length > mostEvents) events.shift();
    },
    read: () => events.slice(),
  };
}
