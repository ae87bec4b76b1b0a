/**
 * The model's providers as the operator writes them down: a JSON file that `PROVIDERS_FILE` names. All faults of it are told at once, each with its place and
 * never with a secret. `docs/providers.md` has an example for each kind.
 */

import { readFileSync } from 'node:fs'
import * as z from 'zod'

export type ProviderSettings = {
  name: string
  baseUrl: string
  model: string
  apiKey: string
  headers?: Record<string, string> | undefined
  apiVersion?: string | undefined
  /** False: the model refuses requests with tools, and is offered none. */
  tools?: boolean | undefined
  /** Answers at once, and how many more may wait for one to end. */
  running?: number | undefined
  waiting?: number | undefined
}

export const OPENAI_URL = 'https://api.openai.com/v1'

const IN_HEADER = /^[\x20-\x7e]*$/
const IN_KEY = /^[\x21-\x7e]*$/

const count = (most: number) => {
  const error = `must be a whole number from 1 to ${most}`
  return z.int({ error }).min(1, { error }).max(most, { error }).optional()
}

const provider = z.strictObject({
  name: z
    .string({ error: 'is missing: a short word for metrics and policies' })
    .regex(/^[a-z0-9][a-z0-9.-]{0,31}$/, { error: 'must be up to 32 small letters, digits, dots and hyphens' }),
  baseUrl: z
    .string({ error: 'must be a URL' })
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      error: 'must be a URL that begins with http:// or https:// and ends where /chat/completions would follow',
    })
    .refine((text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '', {
      error: 'holds a password; give it as apiKeyEnv or apiKey',
    })
    .refine((text) => !URL.canParse(text) || new URL(text).search === '', { error: 'must end before the “?”; for Azure see apiVersion' })
    .optional(),
  model: z.string({ error: 'is missing: the name of the model' }).trim().min(1, { error: 'is missing: the name of the model' }),
  apiKey: z.string({ error: 'must be text' }).regex(IN_KEY, { error: 'has a blank or a character that no header can carry' }).optional(),
  apiKeyEnv: z.string({ error: 'must be the name of a variable' }).optional(),
  headers: z
    .record(
      z.string().regex(/^[\w-]+$/, { error: 'is no name of a header' }),
      z.string({ error: 'must be text' }).regex(IN_HEADER, { error: 'has a character that no header can carry' }),
      { error: 'must be an object with a text for each header' },
    )
    .optional(),
  apiVersion: z
    .string({ error: 'must be text, such as 2024-10-21' })
    .regex(/^[\w.-]+$/, { error: 'must look like 2024-10-21' })
    .optional(),
  tools: z.boolean({ error: 'must be true or false' }).optional(),
  running: count(10_000),
  waiting: count(100_000),
})

const file = z.strictObject({
  providers: z.array(provider, { error: 'must be a list' }).min(1, { error: 'is empty: name at least one provider' }),
})

type Environment = Record<string, string | undefined>

/** The providers in order of preference, or what is wrong, each a whole sentence. */
export function readProvidersFile(path: string, environment: Environment): { providers: ProviderSettings[]; faults: string[] } {
  const faults: string[] = []
  const failed = (fault: string): { providers: []; faults: string[] } => ({ providers: [], faults: [fault] })
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return failed(`PROVIDERS_FILE cannot be read: ${path}.`)
  }
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    // The parser's own words quote the text, and with it a key.
    return failed(`PROVIDERS_FILE is not JSON: ${path}. Look for a missing comma or quotation mark.`)
  }
  const parsed = file.safeParse(content)
  if (!parsed.success) return { providers: [], faults: parsed.error.issues.map((issue) => `PROVIDERS_FILE: ${inWords(issue)}.`) }

  const names = new Set<string>()
  const providers = parsed.data.providers.map(({ apiKey, apiKeyEnv, baseUrl, ...rest }) => {
    const fault = (words: string): void => void faults.push(`PROVIDERS_FILE: provider “${rest.name}” ${words}.`)
    if (names.has(rest.name)) fault('is there twice; each needs a name of its own')
    names.add(rest.name)
    if (apiKey !== undefined && apiKeyEnv !== undefined) fault('has apiKey and apiKeyEnv; one is enough')
    const key = apiKeyEnv === undefined ? (apiKey ?? '') : environment[apiKeyEnv]?.trim()
    if (key === undefined || (apiKeyEnv !== undefined && key === ''))
      fault(`takes its key from the variable ${apiKeyEnv}, which is not set`)
    else if (!IN_KEY.test(key)) fault('has a key with a blank or a character that no header can carry')
    return { ...rest, baseUrl: (baseUrl ?? OPENAI_URL).replace(/\/+$/, ''), apiKey: key ?? '' }
  })
  return { providers, faults }
}

function inWords(issue: z.core.$ZodIssue): string {
  const place = issue.path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .slice(1)
  if (issue.code === 'unrecognized_keys')
    return `${place || 'the file'} has ${issue.keys.map((key) => `“${key}”`).join(', ')}, which nobody reads`
  return place === '' ? 'the file must be an object with a list of “providers”' : `${place} ${issue.message}`
}
