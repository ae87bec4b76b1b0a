/** Where the customer is. Fetched only where the site's owner wants to know. */

import { pageFrom } from '../shared/page.ts'

/** A page may have put something else than a text in the place of its title. */
export const visitedPage = () => pageFrom(location.href, String(document.title))
