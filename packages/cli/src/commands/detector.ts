import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DetectorModelName, installModel } from '@homebound/detector';
import { CliError } from '../errors.ts';
import { projectRoot } from '../projectRoot.ts';

export interface DetectorCommand {
  readonly install: DetectorModelName;
  readonly from: string;
  readonly to: string;
}

/** `homebound detector`. */
export function detector({ install, from, to }: DetectorCommand): void {
  try {
    const path = installModel(install, from, to, readFileSync(join(projectRoot(), 'LICENSE'), 'utf8'));
    process.stdout.write(`${path}\n`);
  } catch (error) {
    throw new CliError((error as Error).message);
  }
}
