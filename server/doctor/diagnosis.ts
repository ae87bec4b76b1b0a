/** What is wrong with a provider, and what to do about it, in words for whoever set it up. */

import { AnswerFault } from '../ports/answerer.ts'
import type { ProviderSettings } from '../providers-file.ts'

type About = Pick<ProviderSettings, 'baseUrl' | 'model' | 'apiKey'>

const KEY = 'Look at the key: is it this provider’s, whole, and still valid?'
const ADDRESS = 'Look at baseUrl: it ends where /chat/completions would follow, often with /v1.'

/** Two sentences or three: what happened, and what to do. Never with what the endpoint itself said: it may quote the key. */
export function diagnosis(fault: unknown, about: About): string {
  if (!(fault instanceof AnswerFault)) return 'Something unforeseen happened. Please report it.'
  switch (fault.kind) {
    case 'network':
      return ofNetwork(codeIn(fault.cause), about)
    case 'connect_timeout':
      return `Nobody answered at ${hostOf(about)} in time. A firewall or a proxy may be in the way, or the host is down.`
    case 'headers_timeout':
      return 'The connection stands, but no answer began within 10 s. The server is overloaded, or still loading the model.'
    case 'first_text_timeout':
      return 'The answer began, but no word came within 15 s. Take a smaller or quicker model, or one that thinks less.'
    case 'idle_timeout':
      return 'The answer stopped in the middle for more than 20 s. Something between here and the model may hold streams back; look at proxies.'
    case 'attempt_timeout':
    case 'message_timeout':
      return 'The answer took more than a minute. Take a quicker model.'
    case 'not_a_stream':
      return `The address answers, but not with a stream: it may be a web page or a login. ${ADDRESS} Something that does not stream cannot be used.`
    case 'incomplete':
      return 'The stream ended before the answer did. Something between here and the model cuts streams off; look at proxies and their time limits.'
    case 'empty':
    case 'unexpected_finish':
      return 'The model finished without a word of text. Look at the model: it may be one for something else than chat.'
    case 'content_filter':
      return 'The provider’s filter refused a harmless question. Look at the filter’s settings with the provider.'
    case 'too_large':
      return 'The answer was larger than any answer is. What stands at this address is no chat.'
    case 'unavailable':
      return 'Nobody was asked.'
    case 'stream_error':
      return fault.status === undefined
        ? `The stream had an error in it${called(fault)}. Ask again in a moment; if it stays, ask the provider.`
        : ofStatus(fault, about)
    case 'status':
      return ofStatus(fault, about)
  }
}

function ofStatus(fault: AnswerFault, about: About): string {
  const { status = 500, code = '' } = fault
  const said = `(status ${status}${code === '' ? '' : `, ${code}`})`
  if (/quota|balance|billing|arrearage/i.test(code)) return `The account has nothing left to spend ${said}. Top it up, or raise its limit.`
  if (/model/i.test(code)) return unknownModel(about, said)
  if (status === 401) return about.apiKey === '' ? `A key is needed ${said}, and none is set.` : `The key is not accepted ${said}. ${KEY}`
  if (status === 403) return `The key may not do this ${said}: another region, project or model. Look at its rights with the provider.`
  if (status === 404) return unknownModel(about, said)
  if (status === 402) return `The account has nothing left to spend ${said}. Top it up.`
  if (status === 429)
    return `Too many requests ${said}. The limit of this key is used up for now; wait, or ask the provider for a higher one.`
  if (status >= 300 && status < 400)
    return `The address sends the request elsewhere ${said}, which is not followed, because of the key. ${ADDRESS}`
  if (status >= 500) return `The provider has trouble of its own ${said}. Try again later; its status page may know more.`
  return `The provider does not understand the request ${said}. Look at the model and at the version of the server.`
}

const unknownModel = ({ model, baseUrl }: About, said: string): string =>
  `There is no model “${model}” at ${baseUrl} ${said}, or the address is wrong. Look at the model’s name, capitals too. ${ADDRESS}`

function ofNetwork(code: string, about: About): string {
  const host = hostOf(about)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The name ${host} cannot be resolved. Look for a slip in baseUrl, and at this machine’s DNS.`
  if (code === 'ECONNREFUSED') return `Nobody listens at ${host}. Is the server running, and is the port right?`
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return `There is no way from here to ${host}. Look at the network and its firewall.`
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER|ALTNAME/.test(code))
    return `The certificate of ${host} is not trusted (${code}). For one of your own, name its authority in NODE_EXTRA_CA_CERTS; for a server without TLS write http://.`
  return `The connection to ${host} broke off${code === '' ? '' : ` (${code})`}. Try again; if it stays, look at proxies and firewalls.`
}

const hostOf = ({ baseUrl }: About): string => (URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl)
const called = ({ code }: AnswerFault): string => (code === undefined ? '' : ` (${code})`)

/** The first code of an error, of what caused it, or of the attempts that it sums up. */
function codeIn(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return ''
  if ('code' in error && typeof error.code === 'string' && error.code !== 'UND_ERR_SOCKET') return error.code
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : []
  for (const one of [error.cause, ...inner]) {
    const code = codeIn(one, depth + 1)
    if (code !== '') return code
  }
  return ''
}
