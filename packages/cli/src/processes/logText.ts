/** Of a line; more is no line for a log. */
const MAX_CHARACTERS = 300;
/** Kinds of what a home is kept as; the word after one is an id, which is made of what a person called it. */
const KINDS = 'map|run|schedule|settings|pairing|room|session|tls|audit|clock|due|privacy|update';

/**
 * What in a message may be private, and what stands for it in a log; in this order. Patterns are escaped: one other character in a file, and V8
 * keeps all of its text at two bytes each.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  // What was handed in is quoted: names, codes, tokens, anything.
  [/"(?:[^"\\]|\\.)*"|\u201c[^\u201d]*\u201d|\u2018[^\u2019]*\u2019/g, '"…"'],
  [/(^|[\s(=:,;'])(?:\/[^\s,;:)'/]+)+\/?/g, '$1…'],
  // "there are 1 (Kitchen), 2 (Anna's room)"; "there are annas-flat, attic".
  [/\b(there (?:is|are)) (?!none|no )[^;.]*/g, '$1 …'],
  // A map that is called by its name, which may have several words.
  [/\b([Tt]he map) .*? (has|in|of|can|is)\b/g, '$1 … $2'],
  [
    new RegExp(
      `\\b(${KINDS}) (?!that\\b|of\\b|in\\b|is\\b|was\\b|can\\b|has\\b|and\\b|with\\b|\\d+\\b|…)[\\w.-]*[\\w]`,
      'g',
    ),
    '$1 …',
  ],
  [/\b(called|named|name) (?!(?:is|of|its|the|a|one)\b|\u2026)[^\s,;:]+/g, '$1 …'],
  // Tokens and keys, codes, addresses of every kind.
  [/\b[A-Za-z0-9_-]{22,}\b/g, '…'],
  [/\b\d{4} ?\d{4}\b/g, '…'],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b|\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[0-9a-f]*:(?:[0-9a-f]*:)+[0-9a-f]+\b/gi, '…'],
];

/**
 * A message as a log may have it: the words of ours that say what went wrong, without what a person, a network or a file gave. A message
 * on a screen names what it is about; a log is copied, kept and sent along, and must tell nothing of a home.
 */
export function logText(message: string): string {
  const [line] = message.split('\n');
  let text = line.slice(0, 4 * MAX_CHARACTERS).replace(/[\p{Cc}\p{Cf}]/gu, ' ');
  for (const [pattern, stand] of RULES) text = text.replace(pattern, stand);
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`;
}
