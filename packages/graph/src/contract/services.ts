import { std_srvs } from '@homebound/messages';
import type { Outcome } from '../node.ts';
import { type ContractCase, later, node, type Saw } from './contract.ts';

const { SetBool, Trigger } = std_srvs;

/** Notes how a call ended: the answer's text, or why there is none. */
const hear =
  (saw: Saw, stream: string) =>
  (outcome: Outcome<{ message: string }>): void =>
    saw(stream, outcome.ok ? outcome.value.message : outcome.error.code);

/** A server of the services that the cases call. */
const server = node('server', (n) => {
  n.service(SetBool, 'now', ({ data }, respond) => respond({ success: data, message: `${data}` }));
  n.service(SetBool, 'later', ({ data }, respond) => later(n, data ? 0.5 : 0.1, () => respond({ message: `${data}` })));
  n.service(Trigger, 'never', () => {});
  n.service(Trigger, 'broken', () => {
    throw new Error('out of order');
  });
  n.service(Trigger, 'twice', (_request, respond) => {
    respond({ message: 'once' });
    respond({ message: 'twice' });
  });
  n.service(Trigger, 'wrong', (_request, respond) => respond({ message: 5 as never }));
});

export const serviceCases: readonly ContractCase[] = [
  {
    name: 'a service answers at once or later; answers find their calls whatever their order',
    nodes: (saw) => [
      server,
      node('client', (n) => {
        n.client(SetBool, 'now').call({ data: true }, hear(saw, 'now'), 5);
        const slow = n.client(SetBool, 'later');
        slow.call({ data: true }, hear(saw, 'later'), 5); // asked first, answered last
        slow.call({ data: false }, hear(saw, 'later'), 5);
      }),
    ],
    lasts_s: 3,
    expected: { now: ['true'], later: ['false', 'true'] },
  },
  {
    name: 'a server that stays silent is a timeout; a service that nobody serves is unavailable',
    nodes: (saw) => [
      server,
      node('client', (n) => {
        n.client(Trigger, 'never').call({}, hear(saw, 'never'), 0.8);
        n.client(Trigger, 'nobody').call({}, hear(saw, 'nobody'), 0.8);
      }),
    ],
    lasts_s: 3,
    expected: { never: ['timeout'], nobody: ['unavailable'] },
  },
  {
    name: 'a server that throws is a fault of the server, and its client is told',
    nodes: (saw) => [server, node('client', (n) => n.client(Trigger, 'broken').call({}, hear(saw, 'broken'), 1))],
    lasts_s: 3,
    expected: { broken: ['failed'], faults: ['server: service broken (1)'] },
    onRos: {
      why: 'ROS has no word for a service that failed: the client hears nothing',
      expected: { broken: ['timeout'] },
    },
  },
  {
    name: 'an answer that cannot be sent is a fault of the server that is not half sent',
    nodes: (saw) => [server, node('client', (n) => n.client(Trigger, 'wrong').call({}, hear(saw, 'wrong'), 1))],
    lasts_s: 3,
    expected: { wrong: ['failed'], faults: ['server: service wrong (1)'] },
    onRos: { why: 'as above', expected: { wrong: ['timeout'] } },
  },
  {
    name: 'a second answer is refused with a fault, the first one counts',
    nodes: (saw) => [server, node('client', (n) => n.client(Trigger, 'twice').call({}, hear(saw, 'twice'), 5))],
    lasts_s: 2,
    expected: { twice: ['once'], faults: ['server: service twice (1)'] },
  },
  {
    name: 'a client whose `done` throws has a fault, and the next call works',
    nodes: (saw) => [
      server,
      node('client', (n) => {
        const now = n.client(SetBool, 'now');
        const done = (outcome: Outcome<std_srvs.SetBool_Response>): void => {
          now.call({ data: false }, hear(saw, 'next'), 5);
          throw new Error(`cannot bear ${outcome.ok}`);
        };
        now.call({ data: true }, done, 5);
      }),
    ],
    lasts_s: 3,
    expected: { next: ['false'], faults: ['client: answer of now (1)'] },
  },
  {
    name: 'a deadline that is not > 0, and a request that cannot be sent, are refused to the caller',
    nodes: (saw) => [
      node('client', (n) => {
        const now = n.client(SetBool, 'now');
        for (const call of [
          () => now.call({}, hear(saw, 'x'), 0),
          () => now.call({ data: 1 as never }, hear(saw, 'x'), 1),
        ])
          try {
            call();
          } catch (error) {
            saw('refused', (error as Error).message);
          }
      }),
    ],
    lasts_s: 2,
    expected: {
      refused: [
        'Cannot call now: timeout_s must be > 0, got 0',
        'Cannot send std_srvs/SetBool_Request.data: it must be true or false, got 1',
      ],
    },
  },
  {
    name: 'a call before its server is there',
    nodes: (saw) => [
      node('client', (n) => n.client(SetBool, 'now').call({ data: true }, hear(saw, 'early'), 5)),
      node('late', (n) => later(n, 0.5, () => n.service(SetBool, 'now', (_, respond) => respond({ message: 'here' })))),
    ],
    lasts_s: 3,
    expected: { early: ['unavailable'] },
    onRos: {
      why: 'a server that is there may not have been discovered yet: a call waits for it',
      expected: { early: ['here'] },
    },
  },
];
