/** Messages that are a greeting, or thanks, and nothing else: whoever greets and asks wants an answer to the question. */

const GREETING = new RegExp(
  `^(?:(?:hi|hey|hello|hallo|hola|hullo|howdy|hiya|heya|hey there|yo|sup|heya|greetings|salutations|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|gday|
what is up|whats up|wassup|how are you(?: doing| today| doing today)?|how do you do|hows it going|how is it going|how are things|nice to meet you|pleased to meet you|how have you been|hows your day|
hope you are (?:well|fine|doing well)|long time no see|你好|您好|嗨|哈喽|哈啰|哈罗|早|早安|早上好|早晨|上午好|中午好|下午好|晚上好|晚安|在吗|在么|在嘛|在不在|在不|在不|大家好|好啊|hello|亲爱的|亲|喂|打扰了?|打扰一下|请问在吗|你好吗|最近好吗|很高兴认识你)
(?: (?:and|there|to you|all|everyone|everybody|guys|team|folks|again|bot|robot|assistant|kefu|dear|sir|madam|maam|friend|buddy|my friend|mate|man|you|a|very|today|too|support|in there))*(?:呀|啊|哦|哈|呢|吗|啦|机器人|小助手|助手|客服|小姐姐|亲|各位|们|大家|们好|老师|朋友)*[ .,!?]*)+$`.replaceAll(
    '\n',
    '',
  ),
  'u',
)
const LONGEST_SMALL_TALK_UNITS = 120

const THANKS_CORE = new RegExp(
  `\\b(?:thanks?(?: you)?|thank u|cheers|much obliged|appreciate[ds]?|appreciated|grateful|thankful|merci|gracias|danke|arigato|tysm|you (?:are|re) (?:the best|awesome|amazing|a (?:star|legend|life ?saver|great help))|youre (?:the best|awesome|amazing|a (?:star|legend|life ?saver|great help))|ta)\\b|谢|感恩|感激|辛苦(?:了|你|您)|多得|唔该|3q|有劳|太感谢|蟹蟹|thx|爱你`,
  'u',
)
const THANKS_FILLER = new RegExp(
  `\\b(?:thanks?|thank|you|so|very|much|a|lot|lots|bunch|ton|million|tons|many|for|the|your|all|help|helping|helped|helpful|assistance|support|assisting|time|patience|quick|fast|kind|kindly|response|reply|answer|answers|answering|explanation|information|info|advice|service|me|that|this|is|was|it|i|im|am|are|re|have|been|really|truly|greatly|do|appreciate|appreciated|appreciates|appreciating|grateful|thankful|ok|okay|okey|great|perfect|awesome|brilliant|excellent|wonderful|fantastic|amazing|cool|nice|good|super|lovely|alright|right|got|understood|clear|now|bye|goodbye|see|later|have|nice|day|evening|weekend|one|and|to|of|will|be|everything|worked|works|solved|fixed|problem|my|mate|man|buddy|friend|bro|sir|dear|cheers|obliged|again|in|advance|best|star|legend|life|saver|lifesaver|yes|yep|oh|ah|well|wow|no|more|questions|need|needed|what|exactly|all|set|done|let|say|just|want|wanted|would|like|must|with|on|at|doing|job|work|well|going|out|way|being|providing|giving|letting|know|there|thats|youre|ive|merci|gracias|danke|arigato|ta|bot|guys|team|everyone|u|enough|can|cannot|cant|both|them|getting|back|taking|too|as|from|up|bit|big|huge|word|heart|bottom|kindness)\\b|
非常|十分|万分|衷心|真的|太|好的|好滴|好|行|嗯+|哦|噢|ok|明白了?|知道了?|懂了?|了解了?|收到|清楚了?|解决了?|可以了|没问题了?|没事了?|不用了|就这样|谢谢?|感谢|多谢|谢|感恩|感激|不尽|辛苦|了|你们?|您们?|的|帮助|帮忙|解答|回复|回答|耐心|指导|支持|服务|啦|啊|呀|哦|喔|哈+|呢|吧|嘛|亲|哟|咯|噢|那|就|先|这么|那么|也|很|大家|客服|机器人|小姐姐|老师|朋友|各位|再见|拜拜|拜|88|祝|生活愉快|工作顺利|愉快|我|对|有劳|麻烦|多得|唔该|嗮|晒|3q|q|3|蟹蟹|爱|帮|到|忙|大|热情|及时|提醒|告知|告诉|为|给|力|棒|真|厉害`.replaceAll(
    '\n',
    '',
  ),
  'gu',
)

export const isGreeting = (text: string): boolean => text.length <= LONGEST_SMALL_TALK_UNITS && GREETING.test(text)

export const isThanks = (text: string): boolean =>
  text.length <= LONGEST_SMALL_TALK_UNITS &&
  THANKS_CORE.test(text) &&
  !/\b(?:no|not?) (?:thanks|thank)\b|\bfor nothing\b|不用谢|谢绝/u.test(text) &&
  !/[\p{L}\p{N}]/u.test(text.replace(THANKS_FILLER, ''))
