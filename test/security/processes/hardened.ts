import { harden } from '@homebound/link';

// A process of the robot as far as this test goes: hardened, unless it is the planted fault.
if (!process.argv.includes('--planted-fault')) harden();
process.stdout.write('ready\n');
setInterval(() => {}, 1000);
