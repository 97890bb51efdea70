/** One thing that a doctor tells. Both are words of ours and numbers: nothing that a person, a network or a maker gave a name. */
export interface Fact {
  readonly topic: string;
  readonly finding: string;
}

/** Facts as lines, aligned; a topic that has many stands before the first. */
export function tableOf(facts: readonly Fact[]): string {
  const width = Math.max(...facts.map(({ topic }) => topic.length));
  let last = '';
  const lines = facts.map(({ topic, finding }) => {
    const shown = topic === last ? '' : topic;
    last = topic;
    return `${shown.padEnd(width)}  ${finding}`;
  });
  return `${lines.join('\n')}\n`;
}
