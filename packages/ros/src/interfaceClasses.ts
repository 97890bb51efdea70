import {
  type ActionType,
  composeMessage,
  type MessageType,
  type ServiceType,
  unique_identifier_msgs,
} from '@homebound/messages';
import { messageClass } from './messageClass.ts';
import type { Rcl, RclActionClass, RclGoalRequest, RclMessageClass, RclServiceClass, RclTopicClass } from './rcl.ts';
import type { Structs } from './structs.ts';
import type { WireTypes } from './wireTypes.ts';

/** What the types of services and actions are made from. */
export interface InterfaceParts {
  readonly rcl: Rcl;
  readonly structs: Structs;
  readonly wire: WireTypes;
}

type Warn = (text: string) => void;

/** rclnodejs asks for a function that has the parts of a type, and calls none. */
const typeFunction = <T extends object>(members: T): T => Object.assign(function type() {}, members);

/** A topic's type by name alone: rclnodejs' own class of it is not loaded, as messages come and go as bytes. */
export function topicClass(name: string): RclTopicClass {
  const [pkgName = '', subFolder = '', interfaceName = ''] = name.split('/');
  return typeFunction({ type: () => ({ pkgName, subFolder, interfaceName }) });
}

/** A service type for rclnodejs whose messages are CDR bytes of our codecs, see `messageClass`. */
export function serviceClass<Req, Res>(
  { rcl, structs, wire }: InterfaceParts,
  type: ServiceType<Req, Res>,
  side: 'server' | 'client',
  warn: Warn,
): RclServiceClass {
  const [request, response] = [type.request, type.response] as unknown as MessageType<object>[];
  const real = rcl.require(type.name) as RclServiceClass;
  const answer = side === 'server' ? wire.told(response!, warn) : wire.whole(response!);
  return typeFunction({
    type: () => real.type(),
    Request: messageClass(rcl, structs, real.Request, wire.whole(request!)),
    Response: messageClass(rcl, structs, real.Response, answer),
  });
}

interface Uuid {
  uuid: Uint8Array;
}

/** A goal on the wire is `{ goal_id, goal }`, feedback `{ goal_id, feedback }`, a result `{ status, result }`. */
export function actionClass<G, R, F>(
  { rcl, structs, wire }: InterfaceParts,
  type: ActionType<G, R, F>,
  side: 'server' | 'client',
  warn: Warn,
): RclActionClass {
  const real = rcl.require(type.name) as RclActionClass;
  const { SendGoalService, GetResultService, FeedbackMessage, CancelGoal, GoalStatusArray } = real.impl;
  const told = <T>(of: MessageType<T>) =>
    (side === 'server' ? wire.told(of, warn) : wire.whole(of)) as MessageType<object>;
  const goal_id: MessageType<Uuid> = unique_identifier_msgs.UUID;
  const goal = wire.whole(type.goal) as MessageType<object>;
  const result = told(type.result);
  const feedback = told(type.feedback);
  const part = <T extends object>(of: RclMessageClass, codec: MessageType<T>): RclMessageClass =>
    messageClass(rcl, structs, of, codec);
  const name = (suffix: string): string => `${type.name}_${suffix}`;
  return typeFunction({
    type: () => real.type(),
    Result: part(real.Result, result),
    impl: {
      SendGoalService: {
        type: () => SendGoalService.type(),
        Request: asGoal(part(SendGoalService.Request, composeMessage(name('SendGoal_Request'), { goal_id, goal }))),
        Response: SendGoalService.Response,
      },
      GetResultService: {
        type: () => GetResultService.type(),
        Request: GetResultService.Request,
        Response: part(
          GetResultService.Response,
          composeMessage<{ status: number; result: object }>(name('GetResult_Response'), { status: 'int8', result }),
        ),
      },
      FeedbackMessage: part(FeedbackMessage, composeMessage(name('FeedbackMessage'), { goal_id, feedback })),
      CancelGoal,
      GoalStatusArray,
    },
  });
}

/** rclnodejs hands a goal on as an object that it asks for its plain form, and keeps it long after the goal's end. */
function asGoal(request: RclMessageClass): RclMessageClass {
  return class extends request {
    deserialize(struct: Buffer): void {
      super.deserialize(struct);
      const goal: RclGoalRequest = {
        value: this.goal,
        toPlainObject() {
          return this.value;
        },
      };
      this.goal = goal;
    }
  };
}
