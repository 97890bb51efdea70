import type { Command } from 'commander';
import { commaSeparated, examples, wholeNumber } from './optionValues.ts';

/** `homebound update`, for who runs a robot and who makes its releases. */
export function addUpdateCommand(program: Command): void {
  program
    .command('update')
    .summary('updates from a file: look at one, install it, go back; make and sign one')
    .description(
      'Looks at, installs and takes back signed updates, for those who run a robot; makes and signs them, for those who make releases. Nothing is ever fetched.',
    )
    .option(
      '--root <folder>',
      'where the releases of this robot are',
      process.env.HOMEBOUND_RELEASES ?? '/var/lib/homebound-releases',
    )
    .option('--status', 'what runs, what waits, what an update must have')
    .option('--check <file>', 'look at all of an update; nothing is written')
    .option('--install <file>', 'install an update; it is tried at the next start')
    .option('--refuse', 'do not install what waits, or leave what is being tried')
    .option('--rollback', 'run the release from before from the next start on')
    .option('--set-up <file>', 'a first release into an empty folder, with --keys and --model')
    .option('--keys <file>', 'who may sign for this robot, as --trust writes it')
    .option('--new-key <file>', 'make a key to sign with')
    .option('--trust <files>', 'write a list of public keys, with --threshold', commaSeparated)
    .option('--threshold <n>', 'how many of the keys must sign', wholeNumber)
    .option('--before <file>', 'the list of keys that this one comes after; --key by enough of both')
    .option('--make <folder>', 'make an update of a folder, with --counter, --release and --model')
    .option('--sign <file>', 'add a signature to an update, with --key')
    .option('--key <files>', 'private keys to sign with', commaSeparated)
    .option('--key-list <files>', 'changes of keys that the update carries, oldest first', commaSeparated)
    .option('--counter <n>', 'number of the release; higher than all before', wholeNumber)
    .option('--after <n>', 'least number that must run while it is installed', wholeNumber)
    .option('--release <version>', 'its version, for people')
    .option('--model <names>', 'designations of the robots that it is for', commaSeparated)
    .option('--entry <path>', 'the file of it that is started (default: dist/homebound.js)')
    .option('--out <file>', 'where what is made goes')
    .option('--json', 'print the status as JSON to standard output')
    .addHelpText('after', examples('update --check homebound-1.1.hbup', 'update --install homebound-1.1.hbup'))
    .action(async (options) => (await import('./commands/update.ts')).update(options));
}
