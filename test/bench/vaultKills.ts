import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRng } from '@homebound/math';
import { openVault } from './vaultChild.ts';
import { type Act, isSame, type Model, modelAfter, modelOf } from './vaultModel.ts';

export interface KillFigures {
  kills: number;
  /** Acts that had returned before a kill. */
  acts: number;
  /** Kills that fell into an act, by what it was. */
  cutOff: Record<string, number>;
  /** Of the acts that were cut off, how many had happened all the same. */
  happened: number;
  lost: number;
  half: number;
  problems: string[];
}

/** The longest time between a child's first act and its end, ms; some acts take 10. */
const LONGEST_MS = 60;

/** Kills a child that works on the vault in `folder`, again and again, and looks each time at what is there. */
export async function killOften(folder: string, kills: number, seed: number): Promise<KillFigures> {
  const figures: KillFigures = { kills: 0, acts: 0, cutOff: {}, happened: 0, lost: 0, half: 0, problems: [] };
  const rng = createRng(seed);
  let model: Model = {};
  for (let k = 0; k < kills; k++) {
    const said = await runAndKill(folder, seed + k, 1 + k * 100_000, rng.uniform() * LONGEST_MS);
    let open: Act | undefined;
    for (const line of said) {
      if (line !== 'done') open = line;
      else if (open !== undefined) {
        model = modelAfter(model, open);
        open = undefined;
        figures.acts++;
      }
    }
    model = look(folder, model, open, figures);
    figures.kills++;
  }
  return figures;
}

/** What is there after a kill: as before the act that was cut off, or as after it. */
function look(folder: string, model: Model, open: Act | undefined, figures: KillFigures): Model {
  if (open !== undefined) figures.cutOff[open.do] = (figures.cutOff[open.do] ?? 0) + 1;
  const found = contentOf(folder);
  if (typeof found === 'string') {
    figures.lost++;
    figures.problems.push(`kill ${figures.kills}: ${found}`);
    rmSync(folder, { recursive: true });
    return {};
  }
  const { problems } = found;
  figures.half += problems.length;
  const after = open === undefined ? model : modelAfter(model, open);
  if (isSame(found.model, model)) figures.problems.push(...problems);
  else if (isSame(found.model, after)) {
    figures.happened++;
    figures.problems.push(...problems);
  } else {
    figures.lost++;
    figures.problems.push(`kill ${figures.kills}: ${JSON.stringify({ found: found.model, model, open })}`, ...problems);
  }
  return found.model;
}

/** What is there and what was wrong with it, or why it can't be opened. */
function contentOf(folder: string): { model: Model; problems: string[] } | string {
  try {
    const vault = openVault(folder);
    const { model, wrong } = modelOf(vault);
    vault.close();
    return { model, problems: [...wrong, ...vault.warnings] };
  } catch (error) {
    return (error as Error).message;
  }
}

/** @returns what the child said: each act, and `done` behind those that had returned */
async function runAndKill(folder: string, seed: number, n: number, delay_ms: number): Promise<(Act | 'done')[]> {
  const args = [process.argv[1], '--child', folder, '--seed', String(seed), '--first', String(n)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let isArmed = false;
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (part: string) => {
    text += part;
    if (isArmed) return;
    isArmed = true;
    setTimeout(() => child.kill('SIGKILL'), delay_ms);
  });
  const signal = await new Promise((resolve) => child.on('close', (_, by) => resolve(by)));
  if (signal !== 'SIGKILL') throw new Error(`The child ended by itself: ${text.slice(-500)}`);
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line)).filter((line) => line !== 'ready');
}
