import { createHash } from 'node:crypto';
import type { NewObject, Vault } from '@homebound/vault';

/** What is done to a vault; `n` numbers the contents, so that each is there once. */
export type Act =
  | { readonly do: 'save'; readonly id: string; readonly n: number }
  | { readonly do: 'edit'; readonly id: string; readonly n: number }
  | { readonly do: 'delete'; readonly id: string }
  | { readonly do: 'undo'; readonly id: string }
  | { readonly do: 'rotate' }
  | { readonly do: 'reset' };

/** Numbers of the contents of each map, newest first. */
export type Model = Readonly<Record<string, readonly number[]>>;

const IDS = ['ground', 'first', 'attic', 'cellar'];
const KEEP = 3;

/** What there should be after an act. Shares no code with the vault. */
export function modelAfter(model: Model, act: Act): Model {
  if (act.do === 'rotate') return model;
  if (act.do === 'reset') return {};
  const before = model[act.id] ?? [];
  const { [act.id]: _, ...others } = model;
  if (act.do === 'delete') return others;
  if (act.do === 'undo') return { ...others, [act.id]: before.slice(1) };
  const kept = act.do === 'edit' ? before.slice(1) : before.slice(0, KEEP - 1);
  return { ...others, [act.id]: [act.n, ...kept] };
}

/** An act that makes sense: mostly saves, as in a home. */
export function chooseAct(model: Model, n: number, uniform: () => number): Act {
  const id = IDS[Math.floor(uniform() * IDS.length)];
  const there = model[id]?.length ?? 0;
  const dice = uniform();
  if (dice < 0.02) return { do: 'reset' };
  if (dice < 0.08) return { do: 'rotate' };
  if (dice < 0.2 && there > 0) return { do: 'delete', id };
  if (dice < 0.3 && there > 1) return { do: 'undo', id };
  if (dice < 0.5 && there > 0) return { do: 'edit', id, n };
  return { do: 'save', id, n };
}

/** Does it. Throws when the vault refuses. */
export function carryOut(vault: Vault, act: Act): void {
  if (act.do === 'reset') {
    vault.reset();
    return;
  }
  const result =
    act.do === 'rotate'
      ? vault.rotate()
      : act.do === 'delete'
        ? vault.delete('map', act.id)
        : act.do === 'undo'
          ? vault.restore('map', act.id, vault.versions('map', act.id)[1].version)
          : vault.put(objectOf(vault, act));
  if (!result.ok) throw new Error(result.message);
}

/** What is there, by the contents; a content that is none of ours is a line in `wrong`. */
export function modelOf(vault: Vault): { model: Model; wrong: string[] } {
  const wrong = vault.verify();
  const model: Record<string, number[]> = {};
  for (const { id, version } of wrong.length > 0 ? [] : vault.list('map')) {
    const content = Buffer.from(vault.read('map', id, version));
    const n = content.readUInt32LE();
    if (!content.equals(contentOf(id, n))) wrong.push(`map ${id}, version ${version} is not what was saved`);
    model[id] = [...(model[id] ?? []), n];
  }
  return { model, wrong };
}

export function isSame(a: Model, b: Model): boolean {
  const text = (model: Model): string => JSON.stringify(Object.entries(model).sort(([x], [y]) => (x < y ? -1 : 1)));
  return text(a) === text(b);
}

function objectOf(vault: Vault, { do: what, id, n }: Extract<Act, { n: number }>): NewObject {
  const object = { kind: 'map', id, stamp_s: n, content: contentOf(id, n) };
  return what === 'edit' ? { ...object, replaces: vault.versions('map', id)[0].version } : object;
}

/** 10 to 74 kB that no other map or number has. */
function contentOf(id: string, n: number): Buffer {
  const sum = createHash('sha256').update(`${id} ${n}`).digest();
  const content = Buffer.alloc(10_000 + sum.readUInt16LE(), sum);
  content.writeUInt32LE(n);
  return content;
}
