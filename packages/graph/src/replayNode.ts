import type { Bag } from './bag.ts';
import type { Node, NodeDefinition } from './node.ts';
import type { RecordedMessage } from './recording.ts';
import { eventSuffix, type Send, sayAgain } from './sayAgain.ts';
import type { TimeControl } from './timeControl.ts';

export const replayParameters = {
  bag: { default: '', description: 'What is played: a rosbag2 folder (MCAP), the folder of a run, or an .mcap file.' },
  rate: { default: 1, min: 0.01, max: 100, unit: '1', description: 'Recorded seconds a second.' },
  start_offset: {
    default: 0,
    min: 0,
    unit: 's',
    description: 'So much of the recording is left out at its beginning.',
  },
  delay: {
    default: 1,
    min: 0,
    max: 60,
    unit: 's',
    description: 'Real time between the first /clock and the first message, for others to find the topics.',
  },
  loop: { default: false, description: 'Begins again at its end: time is set back, and all nodes begin anew.' },
  topics: { default: '', description: 'Which topics, between blanks; all when empty.' },
  inputs_only: {
    default: false,
    description: 'Only what sensors and people said, calls of services among it: for a mind that runs beside.',
  },
} as const;

type ReplayNode = Node<typeof replayParameters>;

/** What playing a recording needs of its surroundings. */
export interface ReplayHost {
  /** Throws when there is no such recording. */
  open(path: string): Bag;
  /** The graph's time, which is set to that of the recording. */
  readonly time: Pick<TimeControl, 'pace' | 'pause' | 'play'> & { restart(at_s: number): void };
  /** Calls back after so much real time. */
  after(delay_s: number, callback: () => void): void;
  /** Topics of sensors and people. */
  readonly inputTopics: readonly string[];
}

/** Time between two looks at what is due, s. */
const LOOK_S = 0.01;

/**
 * Plays a recording onto the graph whose time it makes: each message at its recorded time, all by this one node. What was
 * said before `start_offset` on latched topics is said first.
 */
export function replayNode(host: ReplayHost): NodeDefinition<typeof replayParameters> {
  return {
    name: 'replay',
    parameters: replayParameters,
    latency_s: 0,
    outlivesTime: true,
    start: (node) => new Player(node, host).start(),
  };
}

class Player {
  readonly #node: ReplayNode;
  readonly #host: ReplayHost;
  readonly #bag: Bag;
  /** By topic. What can't be said is left out. */
  readonly #senders = new Map<string, Send>();
  #source: Iterator<RecordedMessage>;
  #next: RecordedMessage | undefined;
  #said = 0;
  #isOver = false;

  constructor(node: ReplayNode, host: ReplayHost) {
    this.#node = node;
    this.#host = host;
    const { bag } = node.parameters;
    if (bag === '') throw new RangeError('replay needs the parameter bag: a rosbag2 folder, or an .mcap file');
    this.#bag = host.open(bag);
    this.#advertise();
    this.#source = this.#open();
  }

  start(): () => void {
    const { rate, delay } = this.#node.parameters;
    const [start_ns, end_ns] = this.#bag.span_ns;
    this.#node.log(
      'info',
      `${this.#senders.size} topics, ${(Number(end_ns - start_ns) / 1e9).toFixed(1)} s from ${Number(start_ns) / 1e9} s, ${rate} × real time`,
    );
    this.#host.time.pace = rate;
    this.#begin();
    this.#host.time.pause();
    this.#host.after(delay, () => this.#host.time.play());
    this.#node.timer(LOOK_S, () => this.#sayDue());
    return () => this.#source.return?.();
  }

  /** Publishers before time begins, so that others find them. */
  #advertise(): void {
    const wanted = this.#wanted();
    const { inputs_only } = this.#node.parameters;
    for (const [topic, channel] of this.#bag.topics) {
      const isWanted = wanted === undefined || wanted.has(topic);
      // Calls are made again for a mind beside; for others to look at, they are history.
      if (!isWanted || topic === 'clock' || (topic.endsWith(eventSuffix) && !inputs_only)) continue;
      const send = sayAgain(this.#node, channel);
      if (typeof send === 'string') this.#node.log('warn', `${topic} is left out: ${send}`);
      else this.#senders.set(topic, send);
    }
    for (const topic of wanted ?? [])
      if (!this.#bag.topics.has(topic) && !inputs_only) this.#node.log('warn', `the recording has no ${topic}`);
    if (this.#senders.size === 0)
      throw new RangeError(
        `there is nothing to play: it has ${[...this.#bag.topics.keys()].join(', ') || 'no messages'}`,
      );
  }

  #wanted(): ReadonlySet<string> | undefined {
    const { topics, inputs_only } = this.#node.parameters;
    const named = topics.split(/\s+/).filter(Boolean);
    if (named.length > 0) return new Set(named.map((topic) => topic.replace(/^\//, '')));
    return inputs_only ? new Set(this.#host.inputTopics) : undefined;
  }

  #open(): Iterator<RecordedMessage> {
    return this.#bag.messages([...this.#senders.keys()])[Symbol.iterator]();
  }

  /** Sets time to where it begins, and says what holds there. */
  #begin(): void {
    const begin_ns = this.#bag.span_ns[0] + BigInt(Math.round(this.#node.parameters.start_offset * 1e9));
    this.#host.time.restart(Number(begin_ns) / 1e9);
    this.#isOver = false;
    const latched = new Map<string, RecordedMessage>();
    this.#advance();
    while (this.#next && this.#next.time_ns < begin_ns) {
      const { topic, quality } = this.#next.channel;
      if (quality.durability === 'transientLocal') latched.set(topic, { ...this.#next, data: this.#next.data.slice() });
      this.#advance();
    }
    for (const message of latched.values()) this.#say(message);
  }

  #sayDue(): void {
    if (this.#isOver) return;
    const now_ns = BigInt(Math.round(this.#node.now_s() * 1e9));
    while (this.#next && this.#next.time_ns <= now_ns) {
      this.#say(this.#next);
      this.#advance();
    }
    if (!this.#next) this.#end();
  }

  #say({ channel, data }: RecordedMessage): void {
    const send = this.#senders.get(channel.topic);
    if (send === undefined) return;
    try {
      send(data);
      this.#said++;
    } catch (error) {
      this.#senders.delete(channel.topic);
      this.#node.log('error', `${channel.topic} is left out from here on: ${(error as Error).message}`);
    }
  }

  #advance(): void {
    const { value, done } = this.#source.next();
    this.#next = done ? undefined : value;
  }

  #end(): void {
    const { problem } = this.#bag;
    this.#node.log(problem ? 'warn' : 'info', `the end: ${this.#said} messages played${problem ? `; ${problem}` : ''}`);
    this.#isOver = true;
    if (this.#node.parameters.loop) {
      this.#source = this.#open();
      this.#begin();
    } else this.#host.time.pause();
  }
}
