/** The message table in the language of protocol buffers, for those who speak to Kefu from other languages: `npm run proto` writes `docs/kefu.proto`. */

import type { Schema } from './fields.ts'

/** `proto3` source of a message with this schema and of all that it contains. Every field has explicit presence. */
export function protoOf(name: string, schema: Schema): string {
  return `syntax = "proto3";\n\npackage kefu;\n\n${messageOf(name, schema, '').join('\n')}\n`
}

function messageOf(name: string, schema: Schema, indent: string): string[] {
  const inner = `${indent}  `
  const lines = [`${indent}message ${name} {`]
  for (const [fieldName, { number, type, repeated, values, schema: nested }] of Object.entries(schema)) {
    const own = pascal(fieldName)
    if (nested) lines.push(...messageOf(own, nested, inner))
    if (values) lines.push(...enumOf(own, values, inner))
    const typeName = nested || values ? own : type === 'string' ? 'string' : 'uint64'
    lines.push(`${inner}${repeated ? 'repeated' : 'optional'} ${typeName} ${snake(fieldName)} = ${number};`)
  }
  return [...lines, `${indent}}`]
}

/** Words of an enumeration share a name space with their neighbours, so they carry its name. */
const enumOf = (name: string, values: readonly string[], indent: string): string[] => [
  `${indent}enum ${name} {`,
  ...values.map((value, place) => `${indent}  ${snake(`${name}_${value}`).toUpperCase()} = ${place};`),
  `${indent}}`,
]

const pascal = (name: string): string => name.replace(/(?:^|[-_])(\w)/g, (_all, letter: string) => letter.toUpperCase())
const snake = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()
