import { ClockSeat } from './clockSeat.ts';
import type { RclNode } from './rcl.ts';

test('two that took the seat together: the other one is named, and not this one itself', async () => {
  const publishers: { node_name: string; node_namespace: string }[] = [];
  const node = {
    getPublishersInfoByTopic: () => publishers,
    getFullyQualifiedName: () => '/robot1/simulation',
  } as unknown as RclNode;
  const reason = await new Promise<string>((onTaken) => {
    const onFree = () =>
      publishers.push({ node_name: 'simulation', node_namespace: '/robot1' }, { node_name: 'gz', node_namespace: '/' });
    new ClockSeat(node, { onFree, onTaken }).take(0);
  });
  expect(reason).toMatch(/^Cannot own \/clock: \/gz publishes it already/);
});
