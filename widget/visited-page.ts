/**
 * Where the customer is, without what stands behind `?` or `#`. Fetched only where the site's owner wants to know. The server sees to the rest; it takes
 * nothing from `shared/`, as the app would grow by what it shares.
 */

/** No message carries NUL or half a surrogate pair, which a page may well have in its title, or something else than a text in the title's place. */
export const visitedPage = () => ({
  address: (location.origin + location.pathname).slice(0, 500),
  title: String(document.title)
    .slice(0, 200)
    .replace(/[\0\p{Cs}]/gu, ''),
})
