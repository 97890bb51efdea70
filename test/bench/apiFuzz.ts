import type { Answer, ApiParts, Role } from '@homebound/gateway';
import { type CommandBody, homeDeeds } from '@homebound/wire';
import { homeSecret } from '../../packages/gateway/src/testHome.ts';
import { ApiHouse } from './apiHouse.ts';
import { oddityOf } from './apiOracle.ts';
import { Random } from './apiRandom.ts';
import { type Made, operationsOf, rawRequest, schemaRequest } from './apiRequests.ts';

type Asker = 'nobody' | 'stranger' | Role;
const askers: readonly Asker[] = ['nobody', 'stranger', 'viewer', 'operator', 'admin'];
/** Commands that others than operator and admin may give: said here once more, so that a slip in the table shows. */
const mayCommand = new Map<string, readonly Asker[]>([
  ['cameraOff', askers],
  ['cameraOn', ['admin']],
  ['allowDriving', ['admin']],
]);

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** Faults to plant. */
  readonly parts?: Partial<ApiParts>;
  /** Plants another: a stranger holds this role's token. */
  readonly strangerIs?: Role;
}

/** What must not be: counted. */
export interface FuzzFaults {
  /** A fault of ours: thrown, or 5xx. */
  crashes: number;
  serverErrors: number;
  /** A command or a deed in the store by who may not. */
  forbidden: number;
  /** Something of the home to who has no session. */
  leaks: number;
  /** A value that reached the robot or the store and is none that a schema lets through. */
  unchecked: number;
}

export interface FuzzResult {
  readonly operations: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly found: Readonly<FuzzFaults>;
  readonly firstFaults: readonly string[];
  /** Commands and calls of the store that were carried out for who may. */
  readonly carriedOut: number;
  /** Their names: what the fuzz has come through to. */
  readonly reached: readonly string[];
}

/** Requests by the API's own description (right ones, and ones that are wrong in one place) and raw, by everybody. */
export class ApiFuzz {
  readonly house: ApiHouse;
  readonly #options: FuzzOptions;
  readonly #random: Random;
  readonly #found: FuzzFaults = { crashes: 0, serverErrors: 0, forbidden: 0, leaks: 0, unchecked: 0 };
  readonly #statuses: Record<string, number> = {};
  readonly #firstFaults: string[] = [];
  readonly #reached = new Set<string>();
  #carriedOut = 0;

  constructor(options: FuzzOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.house = new ApiHouse(options.parts);
  }

  async run(): Promise<FuzzResult> {
    const { house } = this;
    const random = this.#random;
    await house.pairAll();
    const stranger = random.bytes(32).toString('base64url');
    const described = await house.plain('GET', '/api/v1/openapi.json', undefined, house.tokens.admin);
    const operations = operationsOf(JSON.parse(String(described.body)));
    for (let i = 0; i < this.#options.requests; i++) {
      house.time.mono_s += random.between(0, 0.5);
      if (random.chance(0.001)) house.gateway.body.pair(random.pick(['viewer', 'operator'] as const));
      const asker = random.pick(askers);
      const token = asker === 'nobody' ? undefined : asker === 'stranger' ? stranger : house.tokens[asker];
      const { strangerIs } = this.#options;
      const held = asker === 'stranger' && strangerIs !== undefined ? house.tokens[strangerIs] : token;
      const made = random.chance(0.5)
        ? schemaRequest(random.pick(operations), held, house.ids, random)
        : rawRequest(operations, held, random);
      await this.#one(asker, made);
    }
    return {
      operations: operations.length,
      statuses: this.#statuses,
      found: this.#found,
      firstFaults: this.#firstFaults,
      carriedOut: this.#carriedOut,
      reached: [...this.#reached].sort(),
    };
  }

  async #one(asker: Asker, made: Made): Promise<void> {
    const { house } = this;
    house.forget();
    let answer: Answer;
    try {
      answer = await house.gateway.ask(made.head, made.body);
    } catch (error) {
      return this.#note('crashes', asker, made, String(error));
    }
    const { status, headers, body } = answer;
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (status >= 500) this.#note('serverErrors', asker, made, String(status));
    this.#judge(asker, made);
    const isLeak = String(body).includes(homeSecret) || JSON.stringify(headers).includes(homeSecret);
    if (isLeak && (asker === 'nobody' || asker === 'stranger')) this.#note('leaks', asker, made, 'data');
    // Whoever was unpaired, raised or lowered is no more who it was.
    if (status === 200 && made.head.method !== 'GET' && /session|reset/.test(made.head.target)) await house.pairAll();
  }

  /** What reached the robot and its store: may this asker, and was it looked at? */
  #judge(asker: Asker, made: Made): void {
    const { commands, home } = this.house;
    const reached: readonly (readonly [value: unknown, by: readonly Asker[]])[] = [
      ...commands.map(
        (command) =>
          [command, mayCommand.get(String((command as CommandBody | null)?.command)) ?? ['operator', 'admin']] as const,
      ),
      ...home.asked.map(({ call, request }) => {
        const isAdmins = homeDeeds[call] !== undefined || call === 'listPictures';
        const deed = call === 'writeSchedules' ? ['operator', 'admin'] : isAdmins && ['admin'];
        return [{ call, request }, (deed || ['viewer', 'operator', 'admin']) as Asker[]] as const;
      }),
    ];
    // A planted route may hand on what is no command at all.
    for (const command of commands as readonly (CommandBody | null)[]) this.#reached.add(String(command?.command));
    for (const { call } of home.asked) this.#reached.add(call);
    for (const [value, by] of reached) {
      if (!by.includes(asker)) this.#note('forbidden', asker, made, JSON.stringify(value).slice(0, 200));
      const oddity = oddityOf(value);
      if (oddity !== undefined) this.#note('unchecked', asker, made, oddity);
      this.#carriedOut++;
    }
  }

  #note(kind: keyof FuzzFaults, asker: Asker, { head, body }: Made, what: string): void {
    this.#found[kind]++;
    if (this.#firstFaults.length < 10)
      this.#firstFaults.push(
        `${kind}: ${asker} ${JSON.stringify(head)} ${body.toString('latin1').slice(0, 200)}: ${what}`,
      );
  }
}
