/** Addresses: where a link may lead, what its reader is told about that, and where a bare one ends. */

import { describe, expect, it } from 'vitest'
import { bareAddress, placeBehind, safeHref } from './links.ts'

describe('a link', () => {
  it.each(['http://a', 'HTTPS://a.example/?q=1#x', 'mailto:a@b', 'tel:+86-10', ' https://a.example '])('leads to %j', (given) => {
    expect(safeHref(given)).toBe(given.trim())
  })
  it.each([
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    ' \u0001javascript:1',
    'vbscript:x',
    'data:text/html,1',
    'blob:https://a.example/1',
    'file:///etc/passwd',
    'ftp://a.example',
    '//a.example',
    '/path',
    'a.example',
    'https:a',
    'https:\\\\a.example',
    'https://',
    'https://a b',
    'https://a"onclick=1',
    'https://[',
    '',
  ])('does not lead to %j', (given) => {
    expect(safeHref(given)).toBeUndefined()
  })
})

describe('a link tells its place', () => {
  it.each([
    ['https://evil.example/login', 'Your bank', 'evil.example'],
    ['https://www.shop.example:8443/', 'here', 'shop.example:8443'],
    ['https://bank.example@evil.example/', 'https://bank.example@evil.example/', 'evil.example'],
    ['https://bank.example.evil.example', 'bank.example', 'bank.example.evil.example'],
    ['https://evil.example', 'https://bank.example/evil.example', 'evil.example'],
    ['https://evil.example', 'evil.example.bank.example', 'evil.example'],
    ['https://bаnk.example', 'https://bаnk.example', 'xn--bnk-6cd.example'],
    ['mailto:thief@evil.example?subject=x', 'help@shop.example', 'thief@evil.example'],
    ['tel:+900123', 'Call us', '+900123'],
  ])('%j under the text %j: %s', (href, text, place) => {
    expect(placeBehind(href, text)).toBe(place)
  })
  it.each([
    ['https://shop.example/help', 'https://shop.example/help'],
    ['https://www.shop.example/help', 'Shop.example'],
    ['https://shop.example', 'www.shop.example/contact'],
    ['mailto:Help@shop.example', 'help@shop.example'],
    ['tel:+49123', '+49123'],
  ])('but %j under the text %j says it already', (href, text) => {
    expect(placeBehind(href, text)).toBeUndefined()
  })
})

describe('a bare address', () => {
  it.each([
    ['https://a.example/x).', 'https://a.example/x'],
    ['https://a.example/x_(y)', 'https://a.example/x_(y)'],
    ['https://a.example/x_(y)).', 'https://a.example/x_(y)'],
    ['https://a.example?', 'https://a.example'],
    ['https://a.example**', 'https://a.example'],
  ])('in %s is %s', (given, address) => {
    expect(bareAddress(given)).toBe(address)
  })
})
