import { expect, test } from 'vitest'
import { protoOf } from '../shared/proto.ts'
import { packet } from '../shared/protocol.ts'

test('kefu.proto is what the message table says (written by “npx vitest run docs/proto.test.ts -u”)', async () => {
  const head = '// Written from shared/protocol.ts: change that, not this. docs/protocol.md says what the messages mean.\n'
  await expect(head + protoOf('Packet', packet)).toMatchFileSnapshot('kefu.proto')
})
