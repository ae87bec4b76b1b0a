/** Where in the desk one is, as an address that can be kept, sent to a colleague and gone back to. */

export const VIEWS = ['mine', 'waiting', 'all', 'closed'] as const
export type View = (typeof VIEWS)[number]

export const SETTINGS = ['me', 'replies', 'questions', 'desk', 'people', 'audit'] as const
export type SettingsPage = (typeof SETTINGS)[number]

export type Route =
  | { readonly page: 'inbox'; readonly view: View; readonly conversation?: string }
  | { readonly page: 'tickets'; readonly ticket?: string }
  | { readonly page: 'settings'; readonly of: SettingsPage }
  | { readonly page: 'welcome' }

const isOneOf = <T extends string>(words: readonly T[], word: string | undefined): word is T => words.includes(word as T)

/** Whatever leads nowhere leads to the first view. */
export function routeOf(pathname: string): Route {
  const [, , page, second, third] = pathname.split('/').map(decoded)
  if (page === 'welcome') return { page }
  if (page === 'tickets') return second ? { page, ticket: second } : { page }
  if (page === 'settings') return { page, of: isOneOf(SETTINGS, second) ? second : 'me' }
  const view = isOneOf(VIEWS, second) ? second : 'waiting'
  return third ? { page: 'inbox', view, conversation: third } : { page: 'inbox', view }
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'inbox':
      return `/desk/inbox/${route.view}${route.conversation ? `/${encodeURIComponent(route.conversation)}` : ''}`
    case 'tickets':
      return `/desk/tickets${route.ticket ? `/${encodeURIComponent(route.ticket)}` : ''}`
    case 'settings':
      return `/desk/settings/${route.of}`
    case 'welcome':
      return '/desk/welcome'
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
