/**
 * Packing is that of a double array, with XOR for the sum: the child of state `s` by class `k` is slot `base[s] ^ k`, if `check` of that slot is `s`
 * (a slot behind the last has none). Slots for states with several children are sought first; those with one then fill the holes, so that hardly any
 * slot stays empty.
 */

import type { Trie } from './trie.ts'

const MANY_TRIES = 32

/** Which slot each node has, by node; the base of each node's children; and how many slots there are. */
export function pack(trie: Trie, byLetter: Uint16Array, classCount: number) {
  // Slots of one state's children differ in the lower bits only: a base and all its slots are in one block.
  const block = 2 ** Math.max(4, Math.ceil(Math.log2(classCount)))
  let capacity = 0
  let next = new Int32Array(0)
  let previous = new Int32Array(0)
  let taken = new Uint8Array(0)
  /** Slot 0 is the root's; the list of free slots begins and ends there. */
  const grow = (): void => {
    const from = capacity
    capacity = Math.max(block, Math.ceil((capacity * 1.5) / block) * block)
    ;[next, previous, taken] = [enlarged(next, capacity), enlarged(previous, capacity), enlarged(taken, capacity)]
    let last = from === 0 ? 0 : (previous[0] as number)
    for (let slot = Math.max(1, from); slot < capacity; slot += 1) {
      next[last] = slot
      previous[slot] = last
      last = slot
    }
    next[last] = 0
    previous[0] = last
  }
  grow()
  taken[0] = 1
  let highest = 0
  const take = (slot: number): void => {
    taken[slot] = 1
    const [before, after] = [previous[slot] as number, next[slot] as number]
    next[before] = after
    previous[after] = before
    if (slot > highest) highest = slot
  }

  const bases = new Int32Array(trie.size)
  const slots = new Int32Array(trie.size)
  const isFree = (base: number, first: number): boolean => {
    for (let child = first; child !== 0; child = trie.nextSiblings[child] as number)
      if (taken[base ^ (byLetter[trie.letters[child] as number] as number)]) return false
    return true
  }
  const place = (node: number, base: number): void => {
    bases[node] = base
    for (let child = trie.firstChildren[node] as number; child !== 0; child = trie.nextSiblings[child] as number) {
      const slot = base ^ (byLetter[trie.letters[child] as number] as number)
      slots[child] = slot
      take(slot)
    }
  }

  const nodes = byFanout(trie)
  let done = 0
  // Where a search begins: behind slots in vain for as many children or more.
  let start = 0
  for (; done < nodes.length && (trie.fanouts[nodes[done] as number] as number) > 1; done += 1) {
    const node = nodes[done] as number
    const first = trie.firstChildren[node] as number
    const firstClass = byLetter[trie.letters[first] as number] as number
    let tries = 0
    // The slot before may have been taken meanwhile; then the list begins anew.
    let slot = start !== 0 && !taken[start] ? start : (next[0] as number)
    for (;;) {
      if (slot === 0) {
        slot = capacity
        grow()
      }
      if (isFree(slot ^ firstClass, first)) break
      tries += 1
      slot = next[slot] as number
    }
    const after = next[slot] as number
    place(node, slot ^ firstClass)
    start = tries > MANY_TRIES ? (taken[after] ? 0 : after) : start !== 0 && taken[start] ? (taken[after] ? 0 : after) : start
  }

  // From here on every free slot will do.
  let slot = 1
  for (; done < nodes.length; done += 1) {
    while (slot < capacity && taken[slot]) slot += 1
    const node = nodes[done] as number
    const child = trie.firstChildren[node] as number
    bases[node] = slot ^ (byLetter[trie.letters[child] as number] as number)
    slots[child] = slot
    slot += 1
  }
  return { slots, bases, size: Math.max(highest + 1, slot) }
}

function enlarged<T extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(array: T, length: number): T {
  const larger = (array instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length)) as T
  larger.set(array)
  return larger
}

/** Nodes that have children, those with most first. */
function byFanout({ size, fanouts }: Trie): Int32Array {
  let most = 0
  for (let node = 0; node < size; node += 1) most = Math.max(most, fanouts[node] as number)
  const starts = new Int32Array(most + 2)
  for (let node = 0; node < size; node += 1) {
    const rank = most - (fanouts[node] as number) + 1
    starts[rank] = (starts[rank] as number) + 1
  }
  for (let rank = 1; rank < starts.length; rank += 1) starts[rank] = (starts[rank] as number) + (starts[rank - 1] as number)
  const withChildren = starts[most] as number
  const nodes = new Int32Array(size)
  for (let node = 0; node < size; node += 1) {
    const rank = most - (fanouts[node] as number)
    const place = starts[rank] as number
    nodes[place] = node
    starts[rank] = place + 1
  }
  return nodes.subarray(0, withChildren)
}
