import { ros } from './commands/ros.ts';
import { describeError } from './errors.ts';

/** What `ros2 run homebound NODE` starts: `homebound ros` and nothing else in the process. */
try {
  await ros(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`homebound: ${describeError(error)}\n`);
  process.exit(1);
}
