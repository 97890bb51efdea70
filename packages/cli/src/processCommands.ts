import type { HereRule } from '@homebound/gateway';
import { type Command, Option } from 'commander';
import { examples, port, wholeNumber } from './optionValues.ts';
import { defaultRunFolder } from './processes/socketFolder.ts';

/** The robot in its processes: all of them, each by itself, and the buttons of a simulated body. */
export function addProcessCommands(program: Command): void {
  const lan = ['--lan [address]', "serve this address of the home's network, over HTTPS, to paired devices"] as const;
  const silent = ['--no-announce', "do not tell the robot's name to the network (mDNS)"] as const;
  const run = ['--run <folder>', "folder of the processes' sockets", defaultRunFolder()] as const;

  program
    .command('serve')
    .summary('a simulated robot as it runs in a home: three processes, pairing, HTTPS')
    .description(
      'Runs motors, mind and gateway as three processes that trust each other no more than they must, at the pace of the clock. On this machine alone unless --lan is given.',
    )
    .option('--world <name|file>', 'as for simulate', 'apartment')
    .option('--seed <n>', 'seed of everything random, a whole number', wholeNumber, 1)
    .requiredOption('--home <folder>', 'where the robot keeps maps, history, schedules and pairings, encrypted')
    .option(...lan)
    .option('--port <n>', 'port of the page', port, 8443)
    .option(...silent)
    .addOption(
      new Option(
        '--camera [name]',
        'the simulated robot has an eye, in a fourth process; it stays shut until an admin switches it on; rgb, colour alone, and laser are experimental',
      )
        .choices(['depth', 'rgbd', 'rgb', 'laser'])
        .preset('depth'),
    )
    .option(
      '--detector <folder>',
      'a learned detector names what the camera sees, with --camera rgbd or rgb: see detector',
    )
    .option(...run)
    .addHelpText('after', examples('serve --home my-home/', 'serve --home my-home/ --lan 192.168.7.9', 'press pair'))
    .action(async (options) => (await import('./commands/serve.ts')).serve(options));

  program
    .command('mind')
    .summary('the process that thinks and remembers; has no door to the network')
    .description(
      'Thinks for the motors behind a socket, and waits for a gateway at another. Started by serve or by a service.',
    )
    .option(...run)
    .requiredOption('--home <folder>', 'where the robot keeps maps, history, schedules and pairings, encrypted')
    .option('--motor <socket>', "the motors' socket (default: motor.sock in the folder of the sockets)")
    .option('--motor-user <user>', 'whom the motors belong to (default: this user)')
    .option('--gateway-user <user>', 'whom the gateway belongs to (default: this user)')
    .option('--camera <socket>', "the camera's socket; without it the robot has none")
    .option('--camera-user <user>', 'whom the camera belongs to (default: this user)')
    .addOption(
      new Option('--here <when>', 'when a program of this machine may do everything without being paired')
        .choices(['always', 'unpaired', 'never'] satisfies HereRule[])
        .default('unpaired', 'unpaired: until the first device is paired'),
    )
    .option(
      '--forget-network-in <folder>',
      'where a factory reset asks the system to forget the networks that it knows',
    )
    .option('--child', 'end with who holds standard input')
    .action(async (options) => (await import('./commands/mind.ts')).mind(options));

  program
    .command('gateway')
    .summary('the process with a door to the network; has no camera, no motors, no keys')
    .description(
      'Serves the page, the API and the live view of the mind behind a socket. Started by serve or by a service.',
    )
    .option(...run)
    .option(...lan)
    .option('--port <n>', 'port of the page', port, 8443)
    .option(...silent)
    .option('--mind-user <user>', 'whom the mind belongs to (default: this user)')
    .addOption(new Option('--press-pair <command>').hideHelp())
    .option('--child', 'end with who holds standard input')
    .action(async (options) => (await import('./commands/gateway.ts')).gateway(options));

  program
    .command('camera')
    .summary('the process with the camera; has no network, no files, no motors')
    .description(
      'Opens the camera while the mind behind its socket permits it, and tells what lies on the floor. Pictures do not leave it, but for crops of obstacles that an admin asked for. Started by serve or by a service.',
    )
    .option(...run)
    .option('--mind-user <user>', 'whom the mind belongs to (default: this user)')
    .option('--detector <folder>', 'a learned detector names what the camera sees: see detector')
    .option('--device <path>', 'a camera of this machine, as /dev/video0; goes with --rig')
    .option('--rig <file>', 'what its pictures measure: JSON as hardware/README.md has it')
    .addOption(
      new Option('--mains <hz>', 'what lamps flicker with where --device is (default: as it finds)').choices([
        '50',
        '60',
      ]),
    )
    .option('--lens <socket>', 'the lens of a simulated body (default: lens.sock in the folder of the sockets)')
    .option('--lens-user <user>', 'whom the motors of the simulated body belong to (default: this user)')
    .option('--child', 'end with who holds standard input')
    .action(async (options) => (await import('./commands/camera.ts')).camera(options));

  program
    .command('press')
    .summary('press a button of a simulated robot that serve runs')
    .description(
      'A button of the simulated body, as somebody would who stands beside it: pair, privacy, privacy-off, reset.',
    )
    .argument('<what>', 'pair, privacy, privacy-off (held), reset (held)')
    .option(...run)
    .action(async (what, options) => (await import('./commands/press.ts')).press(what, options));
}
