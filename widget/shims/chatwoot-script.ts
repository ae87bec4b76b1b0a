/** Stands before the loader where the tag says `&as=chatwoot`. */

import { installChatwoot } from './chatwoot.ts'
import type { ShimPage } from './kefu-queue.ts'

installChatwoot(window as unknown as ShimPage)
