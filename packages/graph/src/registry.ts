import type { ActionType, MessageType, ServiceType } from '@homebound/messages';
import type { ActionSlot } from './action.ts';
import type { Endpoint } from './eventQueue.ts';
import type { Scheduler } from './scheduler.ts';
import type { ServiceSlot } from './service.ts';
import { type Tap, Topic, type TopicContext } from './topic.ts';

/** Tokens of letters, digits and underscores between slashes: ROS 2's rule, without `~` and `{}`. */
const graphName = /^\/?[A-Za-z_]\w*(\/[A-Za-z_]\w*)*$/;

/** All topics, services and actions of a graph by name. `scan` and `/scan` are one: a LocalGraph has no namespaces. */
export class Registry implements TopicContext {
  readonly topics = new Map<string, Topic>();
  readonly services = new Map<string, ServiceSlot>();
  readonly actions = new Map<string, ActionSlot>();
  readonly taps: Tap[] = [];
  readonly scheduler: Scheduler;
  readonly freeze: boolean;
  readonly warn: (node: string, text: string) => void;
  held: (() => void)[] | undefined;

  constructor(scheduler: Scheduler, freeze: boolean, warn: (node: string, text: string) => void) {
    this.scheduler = scheduler;
    this.freeze = freeze;
    this.warn = warn;
  }

  topic(name: string, type: MessageType<unknown>, node: string): Topic {
    return this.find(this.topics, 'topic', name, type.name, node, (key) => new Topic(key, type, this));
  }

  service(name: string, type: ServiceType<unknown, unknown>, node: string): ServiceSlot {
    return this.find(this.services, 'service', name, type.name, node, (key) => {
      return { name: key, type, server: undefined, calls: 0, taps: this.taps };
    });
  }

  action(name: string, type: ActionType<unknown, unknown, unknown>, node: string): ActionSlot {
    return this.find(this.actions, 'action', name, type.name, node, (key) => {
      return { name: key, type, server: undefined, goals: 0 };
    });
  }

  /** Takes subscriptions and servers of a node that is gone out of the graph. */
  forget(endpoints: ReadonlySet<Endpoint>): void {
    for (const topic of this.topics.values())
      for (const subscription of topic.subscriptions.slice())
        if (endpoints.has(subscription)) topic.removeSubscription(subscription);
    for (const slots of [this.services, this.actions])
      for (const slot of slots.values()) if (slot.server && endpoints.has(slot.server)) slot.server = undefined;
  }

  private find<E extends { readonly type: { readonly name: string } }>(
    entries: Map<string, E>,
    kind: string,
    name: string,
    typeName: string,
    node: string,
    create: (key: string) => E,
  ): E {
    if (!graphName.test(name))
      throw new RangeError(`Cannot use ${kind} ${JSON.stringify(name)} in ${node}: a name is like scan or left/scan`);
    const key = name.startsWith('/') ? name.slice(1) : name;
    let entry = entries.get(key);
    if (!entry) {
      entry = create(key);
      entries.set(key, entry);
    }
    if (entry.type.name !== typeName)
      throw new TypeError(`Cannot use ${kind} ${key} in ${node} as ${typeName}: it is ${entry.type.name} elsewhere`);
    return entry;
  }
}
