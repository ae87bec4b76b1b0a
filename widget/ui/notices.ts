/** What went wrong, who answers now, and what can be done about it: strips under the header, and what stands under a message that was not sent. */

import { allWords, reasonOf } from '../i18n/rare-words.ts'
import type { Words } from '../i18n/dictionary.ts'
import type { OutboxItem } from '../outbox.ts'
import type { Snapshot } from '../snapshot.ts'
import { element } from './element.ts'
import { drawSatisfaction } from './satisfaction.ts'
import { drawTypist, TYPIST } from './typist.ts'

export type NoticesOptions = {
  snapshot: Snapshot
  /** Where the customer can write instead, as it is said and as a link. */
  contact: { text: string; href: string | undefined }
  words: Words
  actions: NoticeActions
}

export type NoticeActions = {
  snapshot(): Snapshot
  cancelHandoff(): void
  /** Tells whether it was taken. */
  rateConversation(score: number, comment: string): Promise<boolean>
}

/** Draws anew only what has changed: a status that is drawn again is read out again. */
export function drawNotices(place: HTMLElement, { snapshot, contact, words, actions }: NoticesOptions) {
  const { connection, floor, fault, isErased } = snapshot
  const isOnline = connection.state === 'online'
  const all = allWords(words)
  const strip = (...children: (string | Node)[]) => element('div', { class: 'strip' }, ...children)
  const wrong = (child: string | Node) => element('div', { class: 'strip fault' }, child)

  const notices: [key: string, draw: () => HTMLElement][] = []
  if (connection.state === 'refused') {
    const says = connection.code === 'protocol_unsupported' ? all.reload : all.refused
    notices.push([says, () => wrong(element('span', {}, says, ...writeTo(contact, all.writeTo)))])
  }
  if (fault) notices.push([fault, () => wrong(reasonOf(words, fault))])
  if (isErased) notices.push([all.erased, () => strip(all.erased)])
  if (floor.state === 'waiting') {
    const back = () => element('button', { type: 'button', onclick: actions.cancelHandoff }, all.backToAssistant)
    notices.push([all.waiting, () => strip(element('span', {}, all.waiting), back())])
  }
  if (floor.state === 'agent') notices.push([all.withAgent, () => strip(all.withAgent, element('span', TYPIST))])
  if (floor.state === 'closed')
    notices.push([all.closed, () => strip(element('span', {}, all.closed), drawSatisfaction(all, actions.rateConversation))])

  const drawn = notices.map(([key]) => key).join()
  if (place.dataset['drawn'] !== drawn) place.replaceChildren(...notices.map(([, draw]) => draw()))
  place.dataset['drawn'] = drawn
  drawTypist(place, { words, snapshot: actions.snapshot })
  for (const button of place.querySelectorAll('button')) button.disabled = !isOnline
}

function writeTo({ text, href }: NoticesOptions['contact'], says: string): (string | HTMLElement)[] {
  return href ? [` ${says} `, element('a', { href, dir: 'ltr', target: '_blank', rel: 'noopener noreferrer' }, text)] : []
}

export type OutboxActions = { retry(cid: string): void; edit(item: OutboxItem): void; discard(cid: string): void }

/** Why a message was not sent, or is not shown, and what the customer can do. An alert that is drawn again is read out again, and loses the focus. */
export function drawFailure(place: HTMLElement, { item, words, actions }: { item: OutboxItem; words: Words; actions: OutboxActions }) {
  const drawn = [item.cid, item.status, item.code, words.language].join()
  if (place.dataset['drawn'] === drawn) return
  place.dataset['drawn'] = drawn
  const all = allWords(words)
  const button = (text: string, onclick: () => void) => element('button', { type: 'button', onclick }, text)
  const isElsewhere = item.status === 'elsewhere'
  const reason = isElsewhere
    ? element('p', {}, all.elsewhere)
    : element('p', {}, element('strong', {}, all.failed), ` ${reasonOf(words, item.code)}`)
  place.replaceChildren(
    reason,
    ...(isElsewhere ? [] : [button(all.retry, () => actions.retry(item.cid))]),
    button(all.edit, () => actions.edit(item)),
    button(all.discard, () => actions.discard(item.cid)),
  )
}
