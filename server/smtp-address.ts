/** Where mail is handed over: `smtp://USER:PASSWORD@HOST:587`, or `smtps://` where TLS comes first. */

export type SmtpAddress = {
  host: string
  port: number
  /** TLS from the first byte. Without it the connection changes to TLS where the server offers that, and must where a password would be sent. */
  secure: boolean
  user?: string
  password?: string
}

const USUAL_PORTS = { 'smtp:': 587, 'smtps:': 465 } as const

/** `undefined` for what is no such address. */
export function parseSmtpAddress(value: string): SmtpAddress | undefined {
  if (!URL.canParse(value)) return undefined
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(value)
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return undefined
  if (hostname === '' || !['', '/'].includes(pathname) || search !== '' || hash !== '') return undefined
  const credentials = decoded([username, password])
  if (!credentials) return undefined
  const [user = '', secret = ''] = credentials
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? USUAL_PORTS[protocol] : Number(port),
    secure: protocol === 'smtps:',
    ...(user !== '' && { user, password: secret }),
  }
}

function decoded(parts: string[]): string[] | undefined {
  try {
    return parts.map(decodeURIComponent)
  } catch {
    return undefined
  }
}
