/**
 * Messages that are a greeting, or thanks, and nothing else: whoever greets and asks wants an answer to the question. What makes a greeting must be there, and what is
 * left of the message without all that goes with one must be nothing.
 */

import { END, everyOf, joined, START } from './pattern.ts'

const LONGEST_UNITS = 120
const SAYS_SOMETHING = /[\p{L}\p{N}]/u

const PRESENT = '(?:there|here|home|at home|around|about|online|in there|out there|awake)'
/**
 * Whether anybody is there, and nothing else in that clause. It is how people greet who see no face, and the assistant is there. “Anybody there I can talk to” goes on, and so
 * does 有人工吗: those are not it.
 */
const CALL = [
  joined`${START}(?:(?:hi|hey|hello|hallo|yo|ok|okay|so|um|uh|please|sorry|excuse me|and|but|bot) ){0,4}(?:(?:(?:is|are) )?(?:there )?(?:any ?(?:one|body)|some ?(?:one|body))
(?: else| even| still| actually| ever)?(?: ${PRESENT}){1,2}|is there (?:any ?(?:one|body)|some ?(?:one|body))|(?:are )?(?:you|u|ya)(?: guys)?(?: even| still)?(?: ${PRESENT}){1,2})
(?: (?:please|now|right now|today|tonight|at all|yet|or not)){0,2}${END}`,
  joined`${START}(?:你好|您好|喂|嗨|哈[喽啰罗]|哎|请问|麻烦|那个|你们|这里|这边|这儿|后台|现在|到底|[ ,啊呀])*(?:(?:有没有|有|还有)人(?:在线|在)?(?:吗|嘛|么|没有?|不|呢|啊|呀)|有没有人(?:在线|在)?|没有?人(?:在线|在)?(?:吗|嘛|么))
[吗嘛么呢啊呀哦]{0,2}${END}`,
] as const
export const BARE_CALL = everyOf(...CALL)

const GREETING = everyOf(
  ...CALL,
  joined`\b(?:hi|hii|hie|hey|hello|hallo|hola|howdy|hiya|heya|yo|sup|greetings|salutations|aloha|good (?:morning|afternoon|evening|day|night)|goodmorning|goodafternoon|goodevening|
morning|afternoon|evening|gday|what ?(?:i)?s up|whats up|whatsup|wassup|how are you|how are things|how do you do|hows it going|how is it going|how are you doing|
nice to meet you|pleased to meet you|how have you been|hows your day|long time no see)\b`,
  '[你您]好|嗨|哈[喽啰罗]|早安?|早上好|早晨|[上中下]午好|晚上好|晚安|在[吗么嘛]|在不在|大家好|打扰一?下?了?|很高兴认识你|最近好吗',
)
const WITH_GREETING = everyOf(
  '\\b(?:and|there|to you|all|everyone|everybody|guys|team|folks|again|bot|my bot|robot|assistant|kefu|dear|sir|madam|maam|friend|buddy|mate|man|you|very|today|in|doing|going|well|this fine day)\\b',
  '亲爱的|亲|喂|请问|[呀啊哦哈呢吗啦们]|机器人|小助手|助手|客服|小姐姐|各位|老师|朋友',
)

const THANKS =
  /\b(?:thanks?|thankyou|cheers|much obliged|appreciate[ds]?|grateful|thankful|merci|gracias|danke|you(?: a)?re (?:the best|awesome|amazing|a (?:star|legend|life ?saver|great help))|ta)\b|谢|感恩|感激|辛苦[了你您]|多得|唔该|3q|有劳|蟹蟹/u
const WITH_THANKS = everyOf(
  joined`\b(?:thanks?|thankyou|you|so|very|much|a|lot|lots|bunch|ton|tons|million|many|for|the|your|all|help|helping|helped|helpful|assistance|support|assisting|time|patience|quick|fast|kind|kindly|
response|reply|answer|answers|answering|explanation|information|info|advice|service|me|that|this|is|was|it|i|im|am|are|re|have|been|really|truly|greatly|do|appreciate|appreciated|appreciates|
appreciating|grateful|gratitude|thankful|ok|okay|great|perfect|awesome|brilliant|excellent|wonderful|fantastic|amazing|cool|nice|good|super|lovely|alright|right|got|understood|clear|now|bye|goodbye|
see|later|day|evening|weekend|one|and|to|of|will|be|everything|worked|works|solved|fixed|problem|my|mate|man|buddy|friend|bro|sir|dear|cheers|obliged|again|in|advance|best|star|legend|life|
saver|lifesaver|yes|yep|oh|ah|um|well|wow|no|more|questions|need|needed|what|exactly|set|done|let|say|just|want|wanted|would|like|must|with|on|at|doing|job|work|going|out|way|
being|providing|giving|letting|know|there|thats|youre|ive|merci|gracias|danke|ta|bot|guys|team|everyone|enough|can|cannot|cant|getting|back|taking|too|as|from|up|bit|big|huge|word|heart|
bottom|kindness)\b`,
  joined`非常|十分|万分|衷心|真[的是]?|太|好[的滴了]?|行|嗯|恩|哦|噢|ok|明白|知道|懂|了解|收到|清楚|解决|可以|没问题|没事|不用|就这样|谢|感|多|激|不尽|辛苦|[你您]们?|的|帮助|帮忙|解答|回复|回答|耐心|指导|支持|
服务|[了啦啊呀喔哈呢吧嘛哟咯]|亲|那|就|先|这么|也|很|大家|客服|机器人|小姐姐|老师|朋友|各位|再见|拜|88|祝|生活|工作|顺利|愉快|我|对|有劳|麻烦|得|唔该|3q|蟹|爱|帮|到|大|忙|热情|及时|提醒|告知|告诉|为|给|力|棒|厉害`,
)
const NO_THANKS = /\bnot? (?:thanks|thank)\b|\bfor nothing\b|不用谢|谢绝/u

export const isGreeting = (text: string): boolean =>
  text.length <= LONGEST_UNITS &&
  text.search(GREETING) !== -1 &&
  !SAYS_SOMETHING.test(text.replace(GREETING, ' ').replace(WITH_GREETING, ' '))

export const isThanks = (text: string): boolean =>
  text.length <= LONGEST_UNITS && THANKS.test(text) && !NO_THANKS.test(text) && !SAYS_SOMETHING.test(text.replace(WITH_THANKS, ' '))
