/** The routes that an Express application really has, `GET /desk/api/people`, in the order in which they are asked. */

import type { Express } from 'express'

/** What Express keeps of each step; it says nothing of where a router is mounted, but answers whether an address is below it. */
type Layer = {
  name: string
  match: (path: string) => boolean
  route?: { path: string | RegExp; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
}

export function routesOf(app: Express, mounts: readonly string[]): string[] {
  const { stack } = (app as unknown as { router: { stack: Layer[] } }).router
  const own = (layer: Layer): boolean => layer.handle.stack !== undefined && !layer.match('/')
  return stack.flatMap((layer) => {
    if (!own(layer)) return namesOf(layer, '')
    // The shortest: a router also answers for everything below its own address.
    const mount = mounts.toSorted((one, two) => one.length - two.length).find((prefix) => layer.match(prefix))
    if (mount === undefined) throw new Error('a router is mounted where nobody looks for it')
    return (layer.handle.stack ?? []).flatMap((inner) => namesOf(inner, mount))
  })
}

function namesOf({ route }: Layer, mount: string): string[] {
  if (!route) return []
  return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${mount}${String(route.path)}`)
}
