/** How sockets and requests are served, whoever is on them: the parts that the product and its conformance mode share. */

export const HTTP_LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 20_000, connectionsCheckingInterval: 5_000 }

/** No compression: frames are small, and each compressing socket would keep its window. No Engine.IO 3, whose clients nobody has any more. */
export const SOCKET_STACK = {
  serveClient: false,
  perMessageDeflate: false,
  httpCompression: false,
  allowEIO3: false,
  cleanupEmptyChildNamespaces: true,
} as const
