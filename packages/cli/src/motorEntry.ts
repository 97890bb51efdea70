import { motor } from './commands/motor.ts';
import { describeError } from './errors.ts';

/** What the motors' service starts: `homebound motor` and nothing else in the process. */
try {
  await motor(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`homebound: ${describeError(error)}\n`);
  process.exit(1);
}
