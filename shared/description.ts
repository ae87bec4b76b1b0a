/** How much a page may say of its visitor: the rule that a page's side can apply before it sends, and the server applies in any case. */

import { DESCRIPTION_LIMITS } from './limits.ts'
import type { FromWidget } from './protocol.ts'

type Description = FromWidget['visitor-describe']

const { labelUnits, proofUnits, attributes: mostAttributes, attributeNameUnits, attributeValueUnits, descriptionUnits } = DESCRIPTION_LIMITS

/** Its length alone: in all, it must pass as one packet. */
export function isDescriptionTooLarge({ name = '', email = '', userId = '', userHash = '', attributes }: Description): boolean {
  const units = [name, email, userId, userHash, ...attributes.flatMap((attribute) => [attribute.name, attribute.value])]
  return (
    [name, email, userId].some(({ length }) => length > labelUnits) ||
    userHash.length > proofUnits ||
    attributes.length > mostAttributes ||
    attributes.some((attribute) => attribute.name.length > attributeNameUnits || attribute.value.length > attributeValueUnits) ||
    units.reduce((sum, { length }) => sum + length, 0) > descriptionUnits
  )
}

/** Nothing is said at all, which takes away what was said before. */
export const isDescriptionEmpty = ({ name, email, userId, attributes }: Description): boolean =>
  !name && !email && !userId && attributes.length === 0
