/** Stands before the loader where the tag says `&as=intercom`. */

import { installIntercom } from './intercom.ts'
import type { ShimPage } from './kefu-queue.ts'

installIntercom(window as unknown as ShimPage)
