import type { TestServer } from './start-server.ts'

/** Does something exactly between recognising the next tab of a known visitor and its listening. */
export function onceRecognised({ database }: Pick<TestServer, 'database'>, act: () => Promise<unknown>): void {
  const { forTenant } = database
  let hasActed = false
  database.forTenant = (id) => {
    const tenant = forTenant(id)
    return {
      ...tenant,
      async visitorByToken(token) {
        const known = await tenant.visitorByToken(token)
        if (!hasActed) {
          hasActed = true
          await act()
        }
        return known
      },
    }
  }
}
