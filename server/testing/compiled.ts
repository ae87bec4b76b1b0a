/** Where `build/compiled-server.ts` puts what tests start as processes of their own. */

export const compiled = (name: 'cli' | 'database-sqlite'): URL => new URL(`../../dist/test-server/${name}.js`, import.meta.url)
