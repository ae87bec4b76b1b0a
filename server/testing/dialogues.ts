/**
 * Dialogues as sessions, for tests and benches of what is stored: some written here, and those of the data folder where it is there. Ids, times and
 * routes are made up as the server would give them, alike at every run but for the random part of the ids.
 */

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { uuidv7 } from '../../shared/identity.ts'
import type { SaidTurn, SessionContext } from '../session/session-context.ts'

/** Customer and answer in turn. */
export type Dialogue = string[]

export const ENGLISH: Dialogue[] = [
  [
    'Hi, I ordered a desk lamp last Tuesday and the tracking page has said "label created" ever since.',
    'Thanks for reaching out! That status means the parcel is packed but the carrier has not scanned it yet. This usually changes within 24 hours.',
    'It has been four days though. Order 48-20917.',
    'I can’t look up single orders myself, but four days is longer than normal. Parcels that are not scanned within **three business days** are sent again free of charge.',
    'ok so what do i have to do',
    'Nothing for now. A colleague will check the shipment and write to the address on your order. Would you like me to hand this over?',
    'yes please, and can they send it to my office instead?',
    'They can change the address as long as the new parcel has not left. Please have the full street address ready.',
    'Great, thanks a lot',
    'Happy to help. Enjoy the lamp once it arrives!',
  ],
  [
    'do you ship to norway',
    'Yes, we ship to Norway. Delivery takes five to eight business days, and customs fees are paid by the recipient.',
    'How much are those fees usually?',
    'That depends on the value of the goods. Below NOK 3,000 it is normally the local VAT of 25 % only.',
    'And returns? Do I pay for shipping it back?',
    'Returns are possible within 30 days. From outside the EU the return label is not included, sorry.',
    'Hmm. Is there a size guide for the wool jacket?',
    'There is: open the product page and choose *Size guide* under the photos. The jacket runs slightly small, so many customers take one size up.',
  ],
  [
    'My invoice for March shows the old VAT number, I need a corrected one for my accountant.',
    'You can correct that yourself: go to **Billing → Company details**, change the number, then choose *Reissue invoice* beside the one for March.',
    'There is no reissue button for me',
    'The button is shown only to people with the role *Owner* or *Billing*. Which role do you have in the workspace?',
    "I'm a member I think. Who can change that?",
    'Any owner of the workspace can, under **People**. They can also reissue the invoice for you right away.',
  ],
]

export const CHINESE: Dialogue[] = [
  [
    '我上周三买的台灯，物流到现在还停在“已揽收”，正常吗？',
    '一般揽收之后一天内会有新的物流记录。超过三天没有更新，可能是中转站积压了。',
    '都五天了，单号是SF7720418836',
    '抱歉让您久等了。我这边看不到单个包裹的实时位置，不过超过五天没有更新可以申请补发，不另外收费。',
    '那我还要不要等原来那个包裹？',
    '不用等。如果原来的包裹后来也到了，直接拒收就行。',
    '行，那帮我转个人处理吧，我白天上班接不了电话',
    '已经帮您记下来了，同事会通过邮件联系您，请留意一下收件箱。',
  ],
  [
    '这款耳机支持同时连两台设备吗',
    '支持的，可以同时连接手机和电脑，来电时会自动切换到手机。',
    '怎么设置？我试了半天电脑找不到它',
    '先在手机上断开连接，然后长按充电盒背面的按钮五秒，指示灯闪白光以后，在电脑的蓝牙列表里选择它就可以了。',
    '可以了！那保修多久',
    '主机保修一年，充电盒和线材保修六个月，从签收那天开始算。',
    '进水了也保吗',
    '进水属于人为损坏，不在免费保修范围里，但可以付费维修，检测费是30元。',
    '好吧，谢谢',
    '不客气，使用中有问题随时找我们。',
  ],
  [
    '请问开发票需要什么信息？公司抬头的',
    '需要公司全称和税号，专用发票还要填写开户行和账号。',
    '在哪里填？',
    '打开订单详情，点右下角的“申请发票”，填好以后一般两个工作日内会发到您的邮箱。',
    '金额能不能开成两张，一张1200，一张800',
    '可以拆开，提交的时候选择“分次开票”，每张金额自己填，合计不能超过实付金额。',
  ],
]

export function readData(file: string): string | undefined {
  const place = new URL(`../../../shared/data/${file}`, import.meta.url)
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined
}

const linesOf = <Line>(text: string | undefined): Line[] | undefined =>
  text
    ?.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

/** Chinese talk between people about restaurants, hotels, sights. */
export const crosswoz = (): Dialogue[] | undefined =>
  linesOf<{ turns: { text: string }[] }>(readData('crosswoz-zh/dialogues_val.jsonl'))?.map(({ turns }) => turns.map(({ text }) => text))

/** English questions to a shop, sixteen at a time: the set has no answers, so questions stand in their places, too. */
export function bitext(): Dialogue[] | undefined {
  const lines = linesOf<{ text: string }>(readData('bitext-support-en/utterances.jsonl'))?.map(({ text }) => text)
  const dialogues = lines && Math.floor(lines.length / 16)
  // Neighbours in the file say almost the same: those of one dialogue lie far apart.
  return dialogues === undefined
    ? undefined
    : Array.from({ length: dialogues }, (_, index) => lines?.filter((_line, place) => place % dialogues === index).slice(0, 16) ?? [])
}

export function sessionsOf(dialogues: Dialogue[]): SessionContext[] {
  let state = 1
  const upTo = (most: number): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return Math.floor((state / 2 ** 32) * most)
  }
  return dialogues.map((texts): SessionContext => {
    let at = 1_795_369_381_610 + upTo(1_000_000_000)
    const uuid = uuidv7(at - upTo(60_000), randomBytes(16))
    const history = texts.map((text, index): SaidTurn => {
      const begunAt = index % 2 === 0 ? (at += 5_000 + upTo(90_000)) : at + upTo(8)
      const id = uuidv7(begunAt, randomBytes(16))
      if (index % 2 === 0) return { id, role: 'customer', at, text }
      at += 800 + upTo(5_000)
      return { id, role: 'assistant', at, route: upTo(5) === 0 ? 'question' : 'model', text }
    })
    return { uuid, epoch: randomBytes(9).toString('base64url'), seq: texts.length, summary: [], history, expire: at + 86_400_000 }
  })
}

/** With no more in it than the issue names. */
export const jsonOf = ({ uuid, history, expire }: SessionContext): Buffer => Buffer.from(JSON.stringify({ uuid, history, expire }))
