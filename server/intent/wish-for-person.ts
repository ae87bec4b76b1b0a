/**
 * Does the customer ask, in so many words, for a person? Only what is certain counts: a short, explicit request in
 * English or Chinese. What is missed here goes to the model or the approved questions; what is wrongly caught would
 * take the assistant away from somebody who did not ask for that, which is worse.
 */

const PERSON_EN =
  '(?:(?:real |live |actual |human )?(?:person|human|agent|representative|rep|operator|human being|someone real|somebody real|staff member|support agent|employee))'

const ENGLISH = [
  new RegExp(
    `\\b(?:(?:talk|speak|chat)(?:ing)? (?:to|with)|connect me (?:to|with)|transfer me to|put me through to|get me|give me|i (?:want|need)|i(?:'d|’d| would) like|let me (?:talk|speak) (?:to|with)|(?:can|could|may) i (?:have|get)) (?:an? |the |your )?${PERSON_EN}(?: please| now)?(?=$|[\\s.!?,])(?! (?:id|name|number|size|discount|account))`,
    'i',
  ),
  /\b(?:talk|speak|chat) (?:to|with) (?:someone|somebody)(?: real| else| from (?:your|the) team| at \w+)?(?: please| now)?\s*[.!?]*$/i,
  new RegExp(`^(?:an? )?(?:real |live |human )${PERSON_EN}(?: please| now)?[.!?\\s]*$`, 'i'),
  /^(?:human|agent|operator|representative|live chat|person)(?: please| now)?[.!?\s]*$/i,
]

/** 人工智能, 人工费, 人工成本 … speak of other things than a person who answers. */
const CHINESE = [
  /(?:转|转接|接|找|要|叫|换|联系|呼叫|接通|需要|请求)(?:一下|个|一个|到|你们的?|您们的?)?(?:人工|真人)(?:客服|服务|坐席|座席)?(?!智能|费|成本|合成|降雨|湖|岛|草坪|授精|皮革|缝制|制作)/,
  /^(?:人工|真人|人工客服|真人客服|人工服务|转人工|客服人员)(?:谢谢|在吗|呢|吧|啊)?[。！!？?\s]*$/,
  /(?:跟|和|与|同)(?:一个)?(?:真人|人工|活人|客服人员|人工客服|真人客服)(?:聊|说|谈|讲|沟通|对话|联系)/,
  /(?:我想|我要|帮我|请)(?:找|联系|转)(?:一下)?(?:客服人员|你们的?客服|你们的?人|人工)(?!智能|费)/,
]

/** "Are you a person?" asks about the assistant; "I don't want an agent" asks for the opposite. */
const NEGATED =
  /\b(?:not?|don['’]?t|without|instead of|rather than)\b[^.!?]{0,20}\b(?:person|human|agent|representative|operator|someone|somebody)\b|(?:不要|不用|不需要|无需|别)(?:再)?(?:帮我)?(?:转|找|接|要)?(?:人工|真人)/i

export const wishForPerson = (text: string): boolean =>
  !NEGATED.test(text) && (ENGLISH.some((pattern) => pattern.test(text)) || CHINESE.some((pattern) => pattern.test(text)))
