/**
 * A component that is drawn again only when one of its props is another one; a list counts by what is in it. Keeping its nodes and showing them
 * again would skip it, too, but they hold the whole tree that they were first drawn in.
 */

import { Component } from 'preact'

const valuesOf = (props: object): unknown[] => Object.values(props).flat()

export abstract class Steady<Props extends object> extends Component<Props> {
  override shouldComponentUpdate(next: Readonly<Props>): boolean {
    const before = valuesOf(this.props)
    const now = valuesOf(next)
    return now.length !== before.length || now.some((value, index) => value !== before[index])
  }
}
