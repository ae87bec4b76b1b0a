/** Elements for the parts that are fetched later. */

type Child = Node | string | undefined
/** Names of attributes; `on…` is a listener, and what is `undefined` is left out. */
type Attributes = Record<string, string | boolean | undefined | ((event: never) => void)>

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key.slice(2), value as EventListener)
    else if (value !== undefined) made.setAttribute(key, String(value))
  }
  made.append(...children.filter((child) => child !== undefined))
  return made
}

/** A line icon on a 24 px grid. */
export function icon(path: string): SVGElement {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  drawing.setAttribute('class', 'icon')
  drawing.setAttribute('viewBox', '0 0 24 24')
  drawing.setAttribute('aria-hidden', 'true')
  line.setAttribute('d', path)
  drawing.append(line)
  return drawing
}
