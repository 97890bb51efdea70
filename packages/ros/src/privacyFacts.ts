/** Environment variables; undefined = not set. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What the choice depends on besides the environment. */
export interface PrivacyFacts {
  /** Random of this boot, known to all that runs on this machine and to nobody else: Linux's boot_id. */
  readonly bootId: string | undefined;
  /** Middlewares that are installed, e.g. `rmw_cyclonedds_cpp`. */
  readonly installedRmws: readonly string[];
  /** SROS 2 enclave of this process, e.g. `/homebound/mind`. */
  readonly enclave: string | undefined;
  readonly files: EnclaveFiles;
  readonly now: Date;
}

/** The keystore, as far as it has to be looked at before ROS is started with it. */
export interface EnclaveFiles {
  /** A file's text; undefined when there is none or it cannot be read. */
  read(path: string): string | undefined;
  /** Whether others than its owner may read a file. */
  isOpen(path: string): boolean;
}
