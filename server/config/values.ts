/** How the value of a setting is read from its text. Each throws a `ValueFault` for what it cannot be. */

import { isIP } from 'node:net'
import { parseRedisAddress, type RedisAddress } from '../redis-address.ts'
import { parseSmtpAddress, type SmtpAddress } from '../smtp-address.ts'
import { isMailAddress } from '../tickets/mail-address.ts'

/** Completes the sentence “NAME …” and says what would be right. */
export class ValueFault extends Error {}

export const anyText = (value: string): string => value

export const whole =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < least || number > most) throw new ValueFault(`must be a whole number from ${least} to ${most}`)
    return number
  }

export const decimal =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value)
    if (value.trim() === '' || !Number.isFinite(number) || number < least || number > most)
      throw new ValueFault(`must be a number from ${least} to ${most}`)
    return number
  }

/** Given in units of the currency, kept in whole millionths. */
export const money = (value: string): number => Math.round(decimal(0, 1_000_000_000)(value) * 1_000_000)

export const oneOf =
  <const Values extends readonly string[]>(values: Values) =>
  (value: string): Values[number] => {
    const found = values.find((candidate) => candidate === value)
    if (found === undefined) throw new ValueFault(`must be one of ${values.join(', ')}`)
    return found
  }

export const webUrl = (value: string): string => {
  if (value === '') return ''
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new ValueFault('must be a URL that begins with http:// or https://')
  return value.replace(/\/+$/, '')
}

export const webOrigin = (value: string): string => {
  const url = webUrl(value)
  if (url !== '' && new URL(url).origin !== url) throw new ValueFault(`must be an origin without a path, such as ${new URL(url).origin}`)
  return url
}

export const networks = (value: string): string[] => {
  const list = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  for (const item of list) {
    const [address = '', prefix, ...more] = item.split('/')
    const bits = isIP(address) === 6 ? 128 : 32
    if (isIP(address) === 0 || more.length > 0 || (prefix !== undefined && (!/^\d+$/.test(prefix) || Number(prefix) > bits))) {
      throw new ValueFault(`must be addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8; “${item}” is neither`)
    }
  }
  return list
}

export const redisAddress = (value: string): RedisAddress | undefined => {
  if (value === '') return undefined
  const address = parseRedisAddress(value)
  if (!address) throw new ValueFault('must be redis://HOST:PORT, rediss:// with TLS, or several of them separated by commas for a Cluster')
  return address
}

export const smtpAddress = (value: string): SmtpAddress | undefined => {
  if (value === '') return undefined
  const address = parseSmtpAddress(value)
  if (!address)
    throw new ValueFault('must be smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASSWORD@ before the host where the server wants them')
  return address
}

export const sender = (value: string): string => {
  const address = /^[^<>\r\n]*<([^<>]+)>$/.exec(value)?.[1] ?? value
  if (value !== '' && !isMailAddress(address))
    throw new ValueFault('must be an e-mail address, or a name and an address: Shop <help@shop.example>')
  return value
}
