import type { BlockPattern } from './blockPattern.ts';

/**
 * An order of elimination that keeps the Cholesky factor of a symmetric sparse matrix sparse: approximate minimum degree.
 * @returns the index to eliminate first, second, ...; the same for the same pattern
 * Source: Amestoy, Davis, Duff, "An approximate minimum degree ordering algorithm", SIAM J. Matrix Anal. Appl. 17(4), 1996.
 */
export function minimumDegreeOrder(pattern: BlockPattern): Int32Array {
  return new QuotientGraph(pattern).eliminateAll();
}

/**
 * The graph of what is left while indices are eliminated. An eliminated index becomes an element, which stands for the clique of
 * all that it touched; a variable knows the variables and the elements next to it. Variables with equal neighbours go as one.
 * A variable's two lists never outgrow the places that its first neighbours took, since each element replaces what it swallowed.
 */
class QuotientGraph {
  readonly #n: number;
  readonly #start: Int32Array;
  readonly #variables: Int32Array;
  readonly #variableCount: Int32Array;
  readonly #elements: Int32Array;
  readonly #elementCount: Int32Array;
  /** How many indices a variable stands for; 0 when merged or eliminated, negative while in the pivot's clique. */
  readonly #weight: Int32Array;
  readonly #degree: Int32Array;
  /** Variables of each element: #pool from #cliqueStart, #cliqueCount of them (-1 when swallowed), #cliqueWeight indices. */
  readonly #cliqueStart: Int32Array;
  readonly #cliqueCount: Int32Array;
  readonly #cliqueWeight: Int32Array;
  #pool: Int32Array;
  #poolEnd = 0;
  /** Doubly linked lists of the variables of each degree. */
  readonly #firstOfDegree: Int32Array;
  readonly #after: Int32Array;
  readonly #before: Int32Array;
  #least = 0;
  /** Indices that go along with a variable, as a linked list with its tail. */
  readonly #follower: Int32Array;
  readonly #tail: Int32Array;
  /** Weight of an element outside the pivot's clique, valid where #seen is the pivot's number. */
  readonly #outside: Int32Array;
  readonly #seen: Int32Array;
  readonly #mark: Int32Array;
  #markNow = 0;
  /** Variables of the clique by hash of their neighbours. */
  readonly #firstOfHash: Int32Array;
  readonly #nextOfHash: Int32Array;
  readonly #hash: Int32Array;

  constructor(pattern: BlockPattern) {
    const n = pattern.n;
    this.#n = n;
    const { start, neighbour } = neighbours(pattern);
    this.#start = start;
    this.#variables = neighbour;
    this.#elements = new Int32Array(neighbour.length);
    this.#pool = new Int32Array(2 * neighbour.length + n + 16);
    const [variableCount, elementCount, weight, degree, cliqueStart, cliqueCount, cliqueWeight] = int32s(n, 7);
    const [after, before, follower, tail, outside, seen, mark, nextOfHash, hash] = int32s(n, 9);
    this.#variableCount = variableCount;
    this.#elementCount = elementCount;
    this.#weight = weight.fill(1);
    this.#degree = degree;
    this.#cliqueStart = cliqueStart;
    this.#cliqueCount = cliqueCount.fill(-1);
    this.#cliqueWeight = cliqueWeight;
    this.#firstOfDegree = new Int32Array(n + 1).fill(-1);
    this.#after = after;
    this.#before = before;
    this.#follower = follower.fill(-1);
    this.#tail = tail;
    this.#outside = outside;
    this.#seen = seen.fill(-1);
    this.#mark = mark;
    this.#firstOfHash = new Int32Array(n).fill(-1);
    this.#nextOfHash = nextOfHash;
    this.#hash = hash;
    for (let i = n - 1; i >= 0; i--) {
      tail[i] = i;
      variableCount[i] = start[i + 1] - start[i];
      degree[i] = variableCount[i];
      this.#link(i);
    }
  }

  eliminateAll(): Int32Array {
    const order = new Int32Array(this.#n);
    let done = 0;
    while (done < this.#n) {
      const pivot = this.#takeLeast();
      this.#formClique(pivot);
      this.#weighOutside(pivot);
      this.#updateNeighbours(pivot);
      this.#mergeAlike(pivot);
      this.#closeClique(pivot, this.#n - done - this.#weight[pivot]);
      for (let i = pivot; i >= 0; i = this.#follower[i]) order[done++] = i;
      this.#weight[pivot] = 0;
    }
    return order;
  }

  #takeLeast(): number {
    while (this.#firstOfDegree[this.#least] < 0) this.#least++;
    const pivot = this.#firstOfDegree[this.#least];
    this.#unlink(pivot);
    return pivot;
  }

  /** The pivot becomes an element: all its neighbours, and those of the elements next to it, which it swallows. */
  #formClique(pivot: number): void {
    this.#cliqueStart[pivot] = this.#poolEnd;
    this.#cliqueWeight[pivot] = 0;
    const own = this.#weight[pivot];
    this.#weight[pivot] = -own; // keeps it out of its own clique
    const from = this.#start[pivot];
    this.#addToClique(pivot, this.#variables, from, this.#variableCount[pivot]);
    for (let k = from; k < from + this.#elementCount[pivot]; k++) {
      const element = this.#elements[k];
      if (this.#cliqueCount[element] < 0) continue;
      this.#addToClique(pivot, this.#pool, this.#cliqueStart[element], this.#cliqueCount[element]);
      this.#cliqueCount[element] = -1;
    }
    this.#weight[pivot] = own;
    this.#cliqueCount[pivot] = this.#poolEnd - this.#cliqueStart[pivot];
  }

  #addToClique(pivot: number, list: Int32Array, from: number, count: number): void {
    if (this.#poolEnd + count > this.#pool.length) {
      const larger = new Int32Array(2 * this.#pool.length + count);
      larger.set(this.#pool.subarray(0, this.#poolEnd));
      if (list === this.#pool) list = larger;
      this.#pool = larger;
    }
    for (let k = from; k < from + count; k++) {
      const i = list[k];
      if (this.#weight[i] <= 0) continue;
      this.#cliqueWeight[pivot] += this.#weight[i];
      this.#weight[i] = -this.#weight[i];
      this.#unlink(i);
      this.#pool[this.#poolEnd++] = i;
    }
  }

  /** For each element next to the clique: how many indices it has outside of it, |Le \ Lp|. */
  #weighOutside(pivot: number): void {
    const end = this.#cliqueStart[pivot] + this.#cliqueCount[pivot];
    for (let c = this.#cliqueStart[pivot]; c < end; c++) {
      const i = this.#pool[c];
      const from = this.#start[i];
      for (let k = from; k < from + this.#elementCount[i]; k++) {
        const element = this.#elements[k];
        if (this.#cliqueCount[element] < 0) continue;
        if (this.#seen[element] !== pivot) {
          this.#seen[element] = pivot;
          this.#outside[element] = this.#cliqueWeight[element];
        }
        this.#outside[element] += this.#weight[i]; // negative: i is in the clique
      }
    }
  }

  /** Takes what the new element stands for out of the neighbours' lists, and bounds their degrees. */
  #updateNeighbours(pivot: number): void {
    const end = this.#cliqueStart[pivot] + this.#cliqueCount[pivot];
    for (let c = this.#cliqueStart[pivot]; c < end; c++) {
      const i = this.#pool[c];
      const byElements = this.#pruneElements(i);
      const byVariables = this.#pruneVariables(i);
      if (this.#elementCount[i] === 0 && this.#variableCount[i] === 0) {
        this.#absorb(i, pivot); // nothing but the pivot's clique next to it: it can go with the pivot without more fill
        continue;
      }
      this.#degree[i] = Math.min(this.#degree[i], byElements + byVariables);
      this.#elements[this.#start[i] + this.#elementCount[i]++] = pivot;
      const h = this.#hash[i] % this.#n;
      this.#nextOfHash[i] = this.#firstOfHash[h];
      this.#firstOfHash[h] = i;
    }
  }

  #pruneElements(i: number): number {
    const from = this.#start[i];
    let kept = from;
    let degree = 0;
    let hash = 0;
    for (let k = from; k < from + this.#elementCount[i]; k++) {
      const element = this.#elements[k];
      if (this.#cliqueCount[element] < 0) continue;
      if (this.#outside[element] === 0) {
        this.#cliqueCount[element] = -1; // lies within the new one (aggressive absorption)
        continue;
      }
      degree += this.#outside[element];
      hash = (hash + element) & 0x3fffffff;
      this.#elements[kept++] = element;
    }
    this.#elementCount[i] = kept - from;
    this.#hash[i] = hash;
    return degree;
  }

  #pruneVariables(i: number): number {
    const from = this.#start[i];
    let kept = from;
    let degree = 0;
    let hash = this.#hash[i];
    for (let k = from; k < from + this.#variableCount[i]; k++) {
      const j = this.#variables[k];
      if (this.#weight[j] <= 0) continue;
      degree += this.#weight[j];
      hash = (hash + j) & 0x3fffffff;
      this.#variables[kept++] = j;
    }
    this.#variableCount[i] = kept - from;
    this.#hash[i] = hash;
    return degree;
  }

  /** Merges variables of the clique that have the same neighbours: they fill alike and are eliminated together. */
  #mergeAlike(pivot: number): void {
    const end = this.#cliqueStart[pivot] + this.#cliqueCount[pivot];
    for (let c = this.#cliqueStart[pivot]; c < end; c++) {
      const h = this.#hash[this.#pool[c]] % this.#n;
      let i = this.#firstOfHash[h];
      this.#firstOfHash[h] = -1;
      for (; i >= 0; i = this.#nextOfHash[i]) {
        if (this.#weight[i] === 0 || this.#nextOfHash[i] < 0) continue;
        this.#markNeighbours(i);
        for (let j = this.#nextOfHash[i]; j >= 0; j = this.#nextOfHash[j])
          if (this.#weight[j] !== 0 && this.#isAlike(i, j)) this.#absorb(j, i);
      }
    }
  }

  #markNeighbours(i: number): void {
    const mark = ++this.#markNow;
    const from = this.#start[i];
    for (let k = from; k < from + this.#elementCount[i]; k++) this.#mark[this.#elements[k]] = mark;
    for (let k = from; k < from + this.#variableCount[i]; k++) this.#mark[this.#variables[k]] = mark;
  }

  #isAlike(i: number, j: number): boolean {
    if (this.#elementCount[i] !== this.#elementCount[j] || this.#variableCount[i] !== this.#variableCount[j])
      return false;
    const from = this.#start[j];
    for (let k = from; k < from + this.#elementCount[j]; k++)
      if (this.#mark[this.#elements[k]] !== this.#markNow) return false;
    for (let k = from; k < from + this.#variableCount[j]; k++)
      if (this.#mark[this.#variables[k]] !== this.#markNow) return false;
    return true;
  }

  /** i goes along with `into` from now on. */
  #absorb(i: number, into: number): void {
    // A pivot's weight is positive and a clique member's negative; both count the indices that they stand for.
    this.#weight[into] += this.#weight[into] > 0 ? -this.#weight[i] : this.#weight[i];
    this.#weight[i] = 0;
    this.#follower[this.#tail[into]] = i;
    this.#tail[into] = this.#tail[i];
  }

  /** Gives the clique's variables their new degrees, and the element its final list. */
  #closeClique(pivot: number, left: number): void {
    const from = this.#cliqueStart[pivot];
    let kept = from;
    let weight = 0;
    for (let c = from; c < from + this.#cliqueCount[pivot]; c++) weight -= this.#weight[this.#pool[c]];
    for (let c = from; c < from + this.#cliqueCount[pivot]; c++) {
      const i = this.#pool[c];
      if (this.#weight[i] === 0) continue;
      const own = -this.#weight[i];
      this.#weight[i] = own;
      this.#degree[i] = Math.max(0, Math.min(this.#degree[i] + weight - own, left - own));
      this.#link(i);
      this.#pool[kept++] = i;
    }
    this.#cliqueCount[pivot] = kept - from;
    this.#cliqueWeight[pivot] = weight;
    this.#poolEnd = kept;
  }

  #link(i: number): void {
    const degree = this.#degree[i];
    const first = this.#firstOfDegree[degree];
    this.#after[i] = first;
    this.#before[i] = -1;
    if (first >= 0) this.#before[first] = i;
    this.#firstOfDegree[degree] = i;
    if (degree < this.#least) this.#least = degree;
  }

  #unlink(i: number): void {
    const after = this.#after[i];
    const before = this.#before[i];
    if (after >= 0) this.#before[after] = before;
    if (before >= 0) this.#after[before] = after;
    else this.#firstOfDegree[this.#degree[i]] = after;
  }
}

function int32s(length: number, count: number): Int32Array[] {
  return Array.from({ length: count }, () => new Int32Array(length));
}

/** Both directions of a lower triangle's blocks. */
function neighbours(pattern: BlockPattern): { start: Int32Array; neighbour: Int32Array } {
  const { n, columnStart, row } = pattern;
  const start = new Int32Array(n + 1);
  for (let c = 0; c < n; c++) {
    start[c + 1] += columnStart[c + 1] - columnStart[c];
    for (let k = columnStart[c]; k < columnStart[c + 1]; k++) start[row[k] + 1]++;
  }
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const end = start.slice();
  const neighbour = new Int32Array(2 * row.length);
  for (let c = 0; c < n; c++)
    for (let k = columnStart[c]; k < columnStart[c + 1]; k++) {
      neighbour[end[c]++] = row[k];
      neighbour[end[row[k]]++] = c;
    }
  return { start, neighbour };
}
