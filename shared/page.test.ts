import { expect, test } from 'vitest'
import { PAGE_LIMITS } from './limits.ts'
import { pageFrom } from './page.ts'

test('[S-PAGE] what stands behind a question mark or hash, and a password, is never told', () => {
  const page = pageFrom('https://ann:secret@shop.example:8443/lamps/mist?token=secret#secret', 'Mist')
  expect(page).toEqual({ address: 'https://shop.example:8443/lamps/mist', title: 'Mist' })
})

test.each(['', 'nowhere', 'file:///home/ann/secret.html', 'data:text/html,x', 'javascript:alert(1)', 'blob:https://shop.example/1'])(
  '“%s” is no page of the web',
  (address) => expect(pageFrom(address, 'x')).toBeUndefined(),
)

test('what is long is cut, and no character in two; what no message can carry is left out', () => {
  const { address, title } = pageFrom(`https://shop.example/${'x'.repeat(9_000)}`, `${'x'.repeat(PAGE_LIMITS.titleUnits - 1)}😀`)!
  expect(address).toHaveLength(PAGE_LIMITS.addressUnits)
  expect(title).toBe('x'.repeat(PAGE_LIMITS.titleUnits - 1))
  expect(pageFrom('https://shop.example/', ' a\0b \ud83d \n c ')?.title).toBe('ab c')
})
