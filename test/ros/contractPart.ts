import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

type Heard = (stream: string, line: string) => void;

/** A process that takes one node of a case after another (processes/contractPart.ts), told and heard over its pipes. */
export class ContractPart {
  private readonly child: ChildProcess;
  private hear: Heard = () => {};
  private next: () => void = () => {};
  private readonly begun: Promise<void>;

  constructor() {
    const script = join(dirname(fileURLToPath(import.meta.url)), 'contractPart.mjs');
    this.child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.begun = this.word();
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      if (line === 'ready') this.next();
      else if (line.startsWith('{')) {
        const { stream, text } = JSON.parse(line) as { stream: string; text: string };
        this.hear(stream, text);
      }
    });
  }

  /** Resolves when the process has begun. */
  ready(): Promise<void> {
    return this.begun;
  }

  /** Runs a node of a case; resolves when it has left the graph. */
  run(caseIndex: number, node: number, hear: Heard): Promise<void> {
    this.hear = hear;
    const done = this.word();
    this.child.stdin!.write(`${JSON.stringify({ caseIndex, node })}\n`);
    return done;
  }

  /** All that was expected has been seen somewhere: soon it is over. */
  finish(): void {
    this.child.stdin!.write('finish\n');
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private word(): Promise<void> {
    return new Promise((resolve) => {
      this.next = resolve;
    });
  }
}
