/** A file of the map folder, as `MapFolder.write` takes it. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Where map_server's files lie: the one way from the graph to a disk, handed in by who has one. A name comes from whoever is on the graph,
 * so it is a plain name in one folder and nothing else.
 */
export interface MapFolder {
  /** Throws MapFolderError. */
  read(name: string): Uint8Array;
  /** All of them or none. Throws MapFolderError. */
  write(files: readonly NamedFile[]): void;
}

/** `refused`: the name is none that may be asked for; `missing`: there is no such file; `failed`: the disk. */
export class MapFolderError extends Error {
  readonly kind: 'refused' | 'missing' | 'failed';

  constructor(kind: 'refused' | 'missing' | 'failed', words: string, options?: ErrorOptions) {
    super(words, options);
    this.kind = kind;
  }
}

/** Letters, digits, dots, lines and underscores, and no dot first. */
const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/** Why a name may not be asked for; undefined when it may. Whoever has the disk looks again, at what really lies there. */
export function whyNotName(name: string): string | undefined {
  const what = JSON.stringify(name.slice(0, 100));
  if (name === '') return 'no name is given: say one of a file in the map folder, such as floor1';
  if (/^[a-z]+:\/\//i.test(name)) return `${what} is an address: give a plain name of a file in the map folder`;
  if (/^(\/|~|[A-Za-z]:)/.test(name))
    return `${what} is an absolute path: give a plain name of a file in the map folder`;
  if (/(^|[/\\])\.\.([/\\]|$)/.test(name)) return `${what} leads out of the map folder`;
  if (/[/\\]/.test(name)) return `${what} is a path: maps lie in one folder, give a plain name`;
  return PLAIN.test(name)
    ? undefined
    : `${what} is no plain name: letters, digits, dots, - and _ are, up to 100, no dot first`;
}
