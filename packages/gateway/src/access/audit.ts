/** What is written down: who did what with the robot. No payload of a person: no code, token, name, place or picture. */
export const auditKinds = ['pairing', 'login', 'role', 'session', 'manualDrive', 'refused', 'clock'] as const;

export interface AuditEntry {
  readonly stamp_s: number;
  readonly kind: (typeof auditKinds)[number];
  /** Id of the session that did it; `body` for a button on the robot, `nobody` for who has no session. */
  readonly by: string;
  /** In words for a person. */
  readonly what: string;
}

/** The append-only log behind the gateway: the vault's in a robot. */
export interface AuditLog {
  append(entry: AuditEntry): void;
  /** The newest entries, oldest first. */
  read(): readonly AuditEntry[];
}

const mostEntries = 1000;

/** A log that forgets with the process. */
export function memoryAudit(): AuditLog {
  const entries: AuditEntry[] = [];
  return {
    append: (entry) => {
      entries.push(entry);
      if (entries.length > mostEntries) entries.shift();
    },
    read: () => entries.slice(),
  };
}
