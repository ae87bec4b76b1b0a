/**
 * Messages made from pieces, for what the public sets lack: Chinese with labels, and anger. `{name}` is replaced by one of that name's pieces. Our own words, and
 * none of the held-out messages.
 */

import type { Intent } from '../../server/intent/reading.ts'
import { randomFrom } from '../../server/testing/seeded-random.ts'
import type { Sample } from './data.ts'

type Grammar = { pieces: Record<string, string>; messages: Partial<Record<Intent, string>> }

const ENGLISH: Grammar = {
  pieces: {
    who: 'a human|a person|an agent|a real person|someone|somebody|a representative|an advisor|a member of your team|a live agent|a real human|your staff|an operator|a supervisor|a manager|customer service|someone who can help|a human being|people',
    talk: 'talk to|speak to|speak with|chat with|be connected to|be put through to|have a word with|get hold of|deal with|discuss this with|be transferred to',
    want: 'i want to|i would like to|can i|could i|let me|please let me|i need to|i have to|how do i|how can i|is it possible to|id rather|i prefer to|i just want to|may i',
    about: '| about my order| about a refund| please| now| asap| right now| instead of you| today| for help',
    get: 'get me|give me|connect me with|transfer me to|send me|put me through to|hand me over to|bring in|find me|pass me to|forward this to|i need|i want',
    product:
      'lamp|phone|jacket|tent|mattress|laptop|card|camera|sofa|printer|bike|coffee machine|shoes|headphones|subscription|ticket|account',
    place: 'the hotel|Berlin|my bank|the airport|the shop in Paris|my landlord|the museum',
    bad: 'terrible|awful|horrible|useless|pathetic|a disgrace|disgusting|shameful|rubbish|a joke|a scam|ridiculous|unacceptable|the worst|a nightmare|appalling|incompetent|dishonest',
    you: 'you|you people|you guys|your company|your support|your staff|your courier|your shop|this company|your service|your team|your website|your bot|your sales people|your technician',
    wait: 'three weeks|ten days|a month|two hours|forever|days|five months|half a year|almost two weeks',
    did: 'lied to me|cheated me|ignored my emails|hung up on me|took my money|keep sending me in circles|broke every promise|treated me like dirt|never called back|wasted my time|ruined my birthday|overcharged me on purpose|refuse to help',
    problem:
      'does not turn on|is broken|arrived damaged|has not arrived|is too small|was declined|is not working|makes a noise|will not connect|is missing a part|got lost|leaks|keeps crashing',
    fact: 'where is|how long is the warranty of|what is the price of|can i return|do you sell|can i cancel|how do i clean|how do i set up|what colours are there for|when do you restock|can i track|how do i update|which size fits for|how can i pay for',
  },
  messages: {
    person: `{want} {talk} {who}{about}|{get} {who}{about}|{who} please|is {who} there|is there {who} i can talk to|no bot, {who}|i do not want a robot, {get} {who}|
      you do not understand me, {get} {who}|this does not help, {want} {talk} {who}|{want} {talk} {who} because the {product} {problem}|can {who} call me back|please have {who} contact me|
      the {product} {problem}, {want} {talk} {who}|stop, {get} {who}|are there {who} here or only bots|who can i talk to|i am done with this bot|{talk} {who}|{who}`,
    complaint: `{you} are {bad}|{you} is {bad}|{you} {did}|i waited {wait} and {you} {did}|this is {bad}, i waited {wait}|{you} {did}, this is {bad}|what a {bad} experience|i will never buy a {product} from you again|
      i want to complain about {you}|how do i complain about {you}|where do i file a complaint about the {product}|i paid for a {product} and {you} {did}|nobody helps me, {bad}|the {product} {problem} again and nobody cares|
      you said it ships in {wait}, that was a lie|i am so angry, the {product} {problem} and {you} {did}|{bad} service|{bad}! {wait} and nothing|how can a company be so {bad}|you promised the {product} in {wait} and nothing came, liars|
      your answer about the {product} was wrong and {bad}|i am fed up with {you}|{you} {did} and now the {product} {problem}|do you even care about customers|i feel cheated by {you}|this is the third time the {product} {problem}, i am furious|
      you should be ashamed|i have had it with {you}|so you just keep my money, nice|congratulations, you lost a customer after {wait}|i demand an apology from {you}|it has been {wait}, what are you doing all day`,
    ordinary: `{fact} the {product}|my {product} {problem}|the {product} {problem}, what can i do|hello, {fact} the {product}|thanks, and {fact} the {product}|i waited {wait}, {fact} my {product}|is the {product} waterproof|
      i want to talk about the {product}|can i call {place}|please call {place}|i spoke to {place} yesterday|how do i become an agent|are you a human|are you a bot|is this a real person|who made you|do i talk to a robot|
      the {product} {problem} after {wait}|can someone else use my {product}|my manager needs an invoice for the {product}|how many people fit in the tent|do you have {product} for two persons|the seller says the {product} {problem}|
      your agent said the {product} comes tomorrow|the representative told me to ask here {fact} the {product}|what is your policy on complaints|i have a problem with my {product}|i have an issue with the {product}|help|i need help with my {product}|
      how much is the {product}|my {product} has not come after {wait}|a refund for the {product} please|i would like to return the {product} as it {problem}|the wrong {product} was delivered|i was charged twice for the {product}|is it bad if the {product} {problem}|
      what is the worst that can happen if the {product} {problem}|i want to speak english|can i chat with friends in the app|which operator does the {product} use|is there a person on the photo of the {product}|i lost my {product}|yes|no|ok|bye|i do not know|maybe|{product}`,
    greeting:
      'hi|hello|hey there|good morning|good evening|hello how are you|hi bot|hey whats up|good day to you|hello everyone|hi again|how are you doing',
    thanks:
      'thanks|thank you|thanks a lot for the help|great thank you|thank you that helped with the {product}|perfect thanks bye|i appreciate it|many thanks for your answer|ok thank you|you are very kind thanks|you helped me a lot|good job, thanks',
  },
}

const CHINESE: Grammar = {
  pieces: {
    who: '人工|人工客服|真人|真人客服|客服人员|在线客服|工作人员|你们领导|你们经理|主管|负责人|活人|专员|客服|你们的人|一个真人|售后客服|值班人员',
    want: '我要|我想|帮我|请帮我|麻烦|能不能|可以|快|给我|请|我需要|可不可以|直接|赶紧|怎么|如何',
    verb: '转|转接|找|叫|联系|接|换|呼叫|接通|转到|安排|请',
    say: '聊|说|谈|沟通|讲|对话|反映|联系|通话',
    end: '|吧|谢谢|啊|呀|好吗|行吗|可以吗|呢|了|！|？',
    product: '手机|台灯|外套|帐篷|耳机|电脑|鞋子|沙发|杯子|会员|优惠券|充电器|相机|冰箱|面膜|书包|机票|账号|礼盒|奶粉',
    problem:
      '坏了|碎了|少了一个零件|开不了机|颜色不对|尺码不合适|还没收到|连不上|充不进电|不能用了|发错了|过期了|有异味|漏水|丢了|一直没更新物流|没有声音',
    ask: '多少钱|怎么退货|有货吗|保修多久|怎么用|可以开发票吗|什么时候发货|能便宜吗|包邮吗|支持分期吗|有几种颜色|怎么清洗|哪里产的|能换货吗|怎么取消|怎么绑定|在哪里下载|有优惠吗',
    bad: '太差了|太垃圾了|差劲|恶劣|太坑了|烂透了|一塌糊涂|太过分了|让人失望|恶心|不像话|离谱|糟糕透顶|不负责任',
    you: '你们|你们公司|你们客服|你们家|你们平台|这家店|你们的服务|你们售后|你们快递|贵公司',
    did: '骗我|不理我|说话不算数|推卸责任|一直敷衍我|耍我|态度恶劣|坑我钱|言而无信|把我当傻子|挂我电话|收了钱不办事|一拖再拖|乱扣钱还不承认|虚假宣传',
    wait: '三天|半个月|一个月|两周|十天|一个星期|大半年|好久',
    place: '餐馆|酒店|景点|地铁站|公园|博物馆|商场',
  },
  messages: {
    person: `{want}{verb}{who}{end}|{verb}{who}{end}|{want}跟{who}{say}{end}|{who}在吗|有{who}吗|有没有{who}{end}|{who}呢|我不想和机器人{say}，{verb}{who}|机器人没用，{want}{verb}{who}|{product}{problem}，{want}{verb}{who}|
      别用机器人糊弄我，{verb}{who}|请{who}给我打电话|让{who}来跟我{say}|叫{who}过来{end}|{who}|{who}{end}|说了你也不懂，{verb}{who}|不要自动回复|有人在吗，我的{product}{problem}|怎么才能{verb}{who}|问题太复杂了，{want}{verb}{who}|
      你答不上来就{verb}{who}|我要和人{say}|换个人来{say}|来个人{end}`,
    complaint: `{you}{bad}|{you}{did}|我要投诉{you}|我等了{wait}，{you}{did}|{product}{problem}，{you}还{did}|{you}就是{did}|什么{product}，{bad}|{you}到底管不管|再也不买{you}的{product}了|{product}{problem}{wait}了没人管|
      {bad}，我要投诉|说好{wait}发货，结果{did}|{you}怎么这样，{did}|从没见过这么{bad}的|我的{product}{problem}，{you}{bad}|给我一个说法，{product}{problem}{wait}了|{you}对得起顾客吗|气死我了，{product}{problem}|{wait}了，{you}{did}，{bad}|
      我对{you}非常不满|必须赔偿，{you}{did}|你们回答的都是假的，{did}|{product}{problem}你们不承认，{bad}|{you}良心呢|不解决我就曝光{you}|这就是{you}的态度吗|买个{product}被{you}坑了`,
    ordinary: `{product}{ask}|请问{product}{ask}|我的{product}{problem}|{product}{problem}怎么办|你好，{product}{ask}|谢谢，{product}{ask}|{product}{problem}，能换吗|{wait}了{product}还没到|帮我找一家{place}|附近有什么{place}|{place}的电话是多少|
      {place}几点关门|你们客服电话多少|客服几点下班|投诉电话是多少|你是机器人吗|你是真人吗|人工智能是什么|人工费怎么算|{product}是人工做的吗|我要买{product}|我要退{product}|我要换{product}|我想找{product}|请给我推荐{product}|转账{ask}|
      {product}两个人用够吗|可以找人代收{product}吗|一个人去{place}要多久|{product}和{product}哪个好|我想要两个{product}|怎么联系快递|{product}垃圾桶有吗|地址写错了|密码忘记了|修改手机号|我想给领导买{product}|经理说{product}可以报销|
      好的|是的|不是|可以|嗯|没有|算了|再见|{product}|{product}质量怎么样|{product}会不会{problem}|{product}差多少钱|{product}比较差的是哪款|等{wait}可以吗|要等{wait}吗|扫地机器人{ask}|这个{place}有人工讲解吗|评分4分以上的{place}|从{place}到{place}怎么走`,
    greeting: '你好|您好|早上好|晚上好|嗨|哈喽|在吗|下午好|你好呀|亲|中午好|你好在吗|大家好',
    thanks: '谢谢|谢谢你|非常感谢|多谢|好的谢谢|感谢您的帮助|谢谢，{product}好了|辛苦了|谢啦|明白了谢谢|帮大忙了谢谢',
  },
}

const listed = (text: string): string[] => text.replace(/\n\s*/g, '').split('|')

/** So many different messages of each label; fewer where the pieces make no more. */
const PER_LABEL: Record<Intent, number> = { person: 1500, complaint: 1800, greeting: 60, thanks: 200, ordinary: 3000 }

function made({ pieces, messages }: Grammar, language: Sample['language'], random: () => number): Sample[] {
  const one = (words: string[]): string => words[Math.floor(random() * words.length)] ?? ''
  return (Object.keys(PER_LABEL) as Intent[]).flatMap((label) => {
    const patterns = listed(messages[label] ?? '')
    const texts = new Set<string>()
    for (let count = 0; count < PER_LABEL[label] * 2 && texts.size < PER_LABEL[label]; count += 1)
      texts.add(one(patterns).replace(/\{(\w+)\}/g, (_, name: string) => one(listed(pieces[name] ?? ''))))
    return Array.from(texts, (text) => ({ text, label, language, set: 'made', part: 'train' as const }))
  })
}

export const madeSamples = (): Sample[] => [...made(ENGLISH, 'en', randomFrom(7)), ...made(CHINESE, 'zh', randomFrom(8))]
