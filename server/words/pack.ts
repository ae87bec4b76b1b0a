/**
 * Packing is that of a double array, with XOR for the sum: the child of state `s` by class `k` is slot `base[s] ^ k`, if `check` of that slot is `s`
 * (a slot behind the last has none). States with several children are placed first, evenly over as many slots as there are states, so that each soon finds room; those with one child
 * then fill the holes, and hardly any slot stays empty.
 */

import type { Trie } from './trie.ts'

/** Tries before a state gets new slots at the end. */
const MOST_TRIES = 4_096

/** Which slot each node has, by node; the base of each node's children; and how many slots there are. `byLetter` are classes, below `classCount`. */
export function pack(trie: Trie, byLetter: Uint16Array, classCount: number) {
  const { firstChildren, nextSiblings, letters, fanouts } = trie
  const bases = new Int32Array(trie.size)
  const slots = new Int32Array(trie.size)
  // Slots of one state's children differ in the lower bits only: a base and all its slots are in one block.
  const block = 2 ** Math.max(4, Math.ceil(Math.log2(classCount)))
  let limit = trie.size
  let taken = new Uint8Array(Math.ceil(limit / block) * block)
  taken[0] = 1
  taken.fill(1, limit)

  const isFree = (base: number, first: number): boolean => {
    for (let child = first; child !== 0; child = nextSiblings[child] as number)
      if (taken[base ^ (byLetter[letters[child] as number] as number)]) return false
    return true
  }

  const nodes = byFanout(trie)
  const firstSingle = nodes.findIndex((node) => fanouts[node] === 1)
  const several = firstSingle < 0 ? nodes : nodes.subarray(0, firstSingle)
  /** Slots for each child, if all get as many. */
  const room = Math.max(1, Math.floor(limit / several.reduce((sum, node) => sum + (fanouts[node] as number), 1)))
  let next = 1
  let highest = 0
  for (const node of several) {
    const first = firstChildren[node] as number
    const firstClass = byLetter[letters[first] as number] as number
    let slot = next
    for (let tries = 1; !isFree(slot ^ firstClass, first); tries += 1) {
      slot = slot + 1 < limit ? slot + 1 : 1
      if (tries < MOST_TRIES) continue
      slot = taken.length
      const larger = new Uint8Array(slot + block)
      larger.set(taken)
      larger.fill(0, limit, slot)
      taken = larger
      limit = slot + block
    }
    const base = (bases[node] = slot ^ firstClass)
    for (let child = first; child !== 0; child = nextSiblings[child] as number) {
      const childSlot = base ^ (byLetter[letters[child] as number] as number)
      slots[child] = childSlot
      taken[childSlot] = 1
      highest = Math.max(highest, childSlot)
    }
    next = (slot + room * (fanouts[node] as number)) % limit || 1
  }

  // From here on every free slot will do.
  let slot = 1
  for (const node of nodes.subarray(several.length)) {
    while (taken[slot]) slot += 1
    const child = firstChildren[node] as number
    bases[node] = slot ^ (byLetter[letters[child] as number] as number)
    slots[child] = slot
    slot += 1
  }
  return { slots, bases, size: Math.max(slot, highest + 1) }
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
