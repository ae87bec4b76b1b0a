/** What REDIS_URL says: one server, or some nodes of a Cluster, from which the others are learnt. */

export type RedisAddress = {
  nodes: { host: string; port: number }[]
  isCluster: boolean
  hasTls: boolean
  username: string
  password: string
  /** A Cluster has only 0. */
  database: number
}

const SCHEMES: Record<string, { isCluster: boolean; hasTls: boolean }> = {
  'redis:': { isCluster: false, hasTls: false },
  'rediss:': { isCluster: false, hasTls: true },
  'redis-cluster:': { isCluster: true, hasTls: false },
  'rediss-cluster:': { isCluster: true, hasTls: true },
}

/**
 * `redis://USER:PASSWORD@HOST:PORT/DATABASE`, `rediss://` with TLS, `redis-cluster://` and `rediss-cluster://` for a Cluster. Several nodes are separated
 * by commas, which makes it a Cluster; the first says scheme and password for all. `undefined` for anything else.
 */
export function parseRedisAddress(value: string): RedisAddress | undefined {
  const [first = '', ...others] = value.split(',').map((node) => node.trim())
  const url = urlOf(first)
  const scheme = url && SCHEMES[url.protocol]
  if (!url || !scheme) return undefined
  const more = others.map((node) => urlOf(node.includes('://') ? node : `${url.protocol}//${node}`))
  if (!more.every((other) => other?.protocol === url.protocol && saysNoMore(other))) return undefined
  const nodes = [url, ...more].map((node) => node && nodeOf(node))
  if (!nodes.every((node) => node !== undefined)) return undefined
  const isCluster = scheme.isCluster || others.length > 0
  const database = url.pathname.replace(/^\//, '') || '0'
  if (!/^\d{1,4}$/.test(database) || (isCluster && database !== '0') || url.search !== '') return undefined
  try {
    const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
    return { nodes, isCluster, hasTls: scheme.hasTls, username, password, database: Number(database) }
  } catch {
    return undefined
  }
}

const saysNoMore = ({ username, password, pathname, search }: URL): boolean =>
  `${username}${password}${pathname}${search}`.replace('/', '') === ''

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

const nodeOf = ({ hostname, port }: URL): { host: string; port: number } | undefined =>
  hostname === '' ? undefined : { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 6379 : Number(port) }

/** For logs and messages: without user name and password. */
export const shownRedisAddress = ({ nodes, isCluster, hasTls, database }: RedisAddress): string =>
  `redis${hasTls ? 's' : ''}${isCluster ? '-cluster' : ''}://${nodes.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(',')}` +
  (database === 0 ? '' : `/${database}`)
