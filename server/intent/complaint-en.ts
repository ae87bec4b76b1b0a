/**
 * English complaints: blame or anger at the service, or the wish to complain. A problem told calmly is none ("my card is not working"), and a
 * question about the complaints policy or its telephone number is a question.
 */

import { anyOf, END, everyOf, joined, START, type Rule } from './pattern.ts'

const BAD = joined`(?:terrible|awful|horrible|horrendous|horrid|worst|pathetic|useless|disgusting|disgraceful|a disgrace|an? (?:total |complete |absolute |big |utter |fucking ){0,4}(?:disgrace|joke|scam|fraud|lie|shame|nightmare|mess|farce|disaster|
rip ?off|outrage|insult|shambles|bunch of \w+)|ridiculous|unacceptable|not acceptable|inacceptable|outrageous|appalling|atrocious|abysmal|garbage|trash|rubbish|crap|crappy|shit|shitty|bullshit|incompetent|shameful|lousy|dreadful|
unprofessional|rude|so rude|disappointing|liars?|thieves|thief|crooks?|cheaters?|cheats|scammers?|frauds|criminals|idiots?|morons?|clowns?|ridiculously \w+|beyond (?:a joke|belief)|
a waste|the worst|very bad|so bad|too bad|really bad|extremely (?:bad|poor|slow|rude)|very poor|so poor|poor|hopeless|worthless|deplorable|infuriating|dishonest|unfair|fed up|insane|absurd|laughable|sucks?|stinks?|stupid|dumb)`
const VERY = joined`(?:so|very|really|extremely|absolutely|beyond|totally|completely|just|simply|truly|such|utterly|quite|pretty|fucking|freaking|bloody|damn|the|an?|all|both|
nothing but|always|still|being|getting|too|most|incredibly|plain|honestly|literally|downright|complete|total|absolute|pure|like)`
const YOU = joined`(?:you(?: (?:guys|people|all|lot|folks|clowns|idiots|are|re)){0,4}|your? (?:\w+ ){0,2}?(?:service|services|support|company|shop|store|business|organi[sz]ation|staff|team|people|agents?|representatives?|rep|drivers?|couriers?|employees?|
bots?|chat ?bot|answers?|app|application|website|site|product|products|quality|policy|policies|help|manager|delivery|system|response|attitude|behaviou?r|platform|bank|brand|offer)|youre|customer (?:service|care|support)|this (?:company|shop|store|business|service|website|
site|app|place|bot|chat ?bot|chat|support|experience|organi[sz]ation|bank|platform|whole thing)|the (?:service|support|customer service|company|staff|experience(?: with you)?|quality|way you|treatment))`
const FURIOUS = joined`(?:angry|furious|fed up|pissed(?: off)?|livid|outraged|disgusted|appalled|infuriated|enraged|sick (?:and tired )?of (?:this|you|your|it|waiting|being)|tired of your|shocked (?:at|by|with)|done with (?:you|this company)|
not (?:\w+ )?(?:satisfied|impressed|amused|happy|pleased) at all|not at all (?:satisfied|impressed|amused|happy|pleased))`
const FEEL = joined`(?:${FURIOUS}|disappointed|dissatisfied|unsatisfied|displeased|unhappy|not (?:very |really |even )?(?:happy|pleased|satisfied|impressed|amused)|frustrated|mad|annoyed|irritated|upset)`
/** Words on a customer's rights that are no anger. */
const QUESTION = joined`(?: (?:polic(?:y|ies)|procedure|process|department phone|department number|phone|line|number|hotline|email|e mail|address|rate|ratio|hours|book|box))`

/** Names of a thing, not of people: “are you scammers” is asked of nobody but us, and is blame. */
const TRICK = '(?:scam|frauds?|fraudulent|fake|hoax|con|phishing|spoof|rip ?off|lie|waste of money)'
const BE = '(?:is|isnt|are|arent|was|wasnt|were|be|being)'
/** Whether something can be trusted. It is asked by its verb's place, or after “if” and its like. “Is this how you scam people” asks nothing. */
const TRUST = joined`(?:(?:${START}(?:(?:hi|hey|hello|so|but|and|wait|ok|okay|sorry|please|um|just|or) ){0,4}|\bor )(?:${BE}|(?:could|can|might|may|would) (?=(?:\w+ ){1,4}be\b))|
\b(?:if|whether|true(?: that)?|(?:make|be|not|being|am|im) (?:sure|certain)(?: that)?|unsure|(?:do|can|could|would|should|to|how) (?:i |we |you |one )?(?:know|tell|check|verify)(?: that)?)(?= (?:\w+ ){1,5}?${BE}\b))
(?! (?:\w+ ){0,2}(?:how|why|what|all|always|just|such|nothing)\b)(?! (?:an?|total|totally|complete|absolute|pure|big|not an?) )(?: [^ .,?!]+){1,6}? ${TRICK}\b`

export const NO_COMPLAINT_EN = everyOf(
  TRUST,
  `\\b(?:no|not an?|without|isnt an?|not here to|dont (?:want|mean) to|do not (?:want|mean) to) (?:\\w+ )?(?:complaints?|complain|complaining)\\b`,
  `\\bcomplaints?(?: department| team)?${QUESTION}\\b`,
  `\\b(?:number|phone|address|email|hotline|policy|line|hours)\\b.{0,30}\\bfor complaints?\\b`,
)

/** A wish to complain, in so many words. It is one also as a question: who asks how to complain wants to. */
const WISHES = joined`\b(?:mak(?:e|ing)|fil(?:e|ing|ling|r)|lodg(?:e|ing)|submit(?:ting)?|rais(?:e|ing)|register(?:ing)?|open(?:ing)?|issue|issuing|log|logging|plac(?:e|ing)|put(?:ting)? in|writ(?:e|ing)|send(?:ing)?|present(?:ing)?|report|escalate|formulate|have|got|need|want|do|leave|launch|start)${' '}(?:me )?(?:an?|my|another|one|the|some|this)? ?(?:\w+ ){0,3}?(?:complaints?|reclamations?|grievances?|(?:consumer|customer) clai[mn]s?|clai[mn] (?:against|agaisnt|over|about) (?:your|you|the company|this company))\b`

export const COMPLAINT_EN: readonly Rule[] = [
  {
    because: 'rule:wish_to_complain',
    pattern: anyOf(
      WISHES,
      `\\b(?:want|need|like|how|where|here|going|can|have|wish|allowed|who|try|trying|must|let me)(?: [a-z]+){0,5}? (?:complain|complaining)(?: (?:to|about|against|that|of|over)\\b|${END})`,
      `\\b(?:im|i am|am|we are) complaining\\b`,
      `\\bcomplaint (?:against|about|regarding|agaisnt|on|to) (?:your|you|the|a|an|my|this)\\b`,
      `${START}(?:(?:official|formal|consumer|customer|a|my|this is a) ){0,4}complaints?(?: please)?${END}`,
      `\\b(?:clai[mn]|reclamation) (?:against|agaisnt) (?:your|you|this) (?:company|business|organi[sz]ation|shop|service)`,
    ),
  },
  {
    because: 'rule:blame',
    pattern: anyOf(
      `\\b${YOU} (?:(?:is|are|was|were|be|been|has been|have been|youre|r|all|a) ){0,4}(?:${VERY} ){0,4}${BAD}(?=${END}| (?:and|at|for|with|to|ever|because|but|or|as|i|you|the|that|when|in|of|so|service|company|people|customer|scammers?|support|liars?)\\b)`,
      `\\b(?:what|such) an? (?:\\w+ )?(?:joke|shambles|fiasco|disgrace|scam|rip ?off|shame|lie|waste|load of|bunch of|horrible|terrible|awful|pathetic|useless|shitty|crappy|ridiculous|bad|poor|lousy|nightmare|farce) ?(?:of|company|shop|store|service|experience|support|${END}|place|way|business|app|site|website|bot)`,
      `\\b(?:worst|terrible|horrible|awful|pathetic|shitty|crappy|bad|poor|useless|lousy|horrendous|disgusting|appalling|atrocious|dreadful|ridiculous|stupid|dumb|unprofessional|disappointing|garbage|rude|incompetent) (?:\\w+ )?(?:service|services|experience|company|support|customer (?:service|support|care)|shop|store|staff|treatment|agents?|app|website|site|bot|chat ?bot|bank|people|team|quality|attitude|answers?|place|courier|driver|delivery)(?=${END}| (?:ever|i|and|in|you|with|at|again|on|from|so|of|this|that|just|overall|as|here|all|by|because)\\b)`,
      `\\b(?:this|that|it|which|its|thats|all this|everything|situation|thing)(?: (?:is|was|has been|just|really|s)){0,4} (?:${VERY} ){0,4}(?:ridiculous|unacceptable|not acceptable|outrageous|disgusting|disgraceful|bullshit|pathetic|appalling|an? (?:\\w+ )?(?:joke|scam|fraud|disgrace|outrage|rip ?off|farce|lie|shame|nightmare)|absurd|infuriating|insane|terrible|horrible|awful|shameful|crap|rubbish|garbage|trash|beyond a joke|theft|robbery|stealing|insulting|sucks?|infuriating|unbelievable)(?=${END}| (?:and|i|you|that|how|the|service|company|from|why|what|of|for|to|ive|my)\\b)`,
      `${START}(?:(?:so|just|absolutely|totally|completely|utterly|simply|how|very|really|truly|are|a|complete|total|absolute|utter|you|what|bloody|fucking) ){0,4}(?:unacceptable|ridiculous|disgusting|disgraceful|pathetic|outrageous|appalling|useless|bullshit|horrible|terrible|awful|scam|scammers?|liars?|thieves|crooks|frauds?|cheaters?|idiots?|morons?|incompetent|shameful|horrible|disappointed|disappointing|rip ?off|rubbish|garbage|worst|disgrace|shocking|unbelievable|losers?|worthless|hopeless|insulting|horrendous|dreadful|abysmal|atrocious|stupid (?:bot|company|people)|lies|poor service)(?: (?:service|company|people|merchants|shop|store|support|bot|app|experience|all of you|you all|customer service|guys|staff|really|honestly|as always|again|ever|job|overall|you are|you)){0,4}${END}`,
      `\\b(?:shame on|ashamed of (?:yourself|yourselves|you)|how dare you|thanks for nothing|what(?: i)?s wrong with you(?=${END}| (?:people|guys|all|lot))|(?:are|r) you (?:\\w+ )?(?:kidding|joking|serious|stupid|dumb|deaf|blind|retarded)|you (?:must|have to|gotta) be (?:kidding|joking)|what the (?:hell|fuck|heck) (?:is (?:this|going|wrong|your)|are you|do you|did you|have you|kind)|go to hell|fuck (?:you|off|this)|screw you|piss off|you suck|(?:service|company|bot|shop|app|support|this|that|it) (?:really )?(?:sucks|stinks)|sucks${END})`,
      `\\b(?:total|complete|absolute|utter|pure|what an?|piece of|pile of|load of) (?:junk|crap|garbage|trash|rubbish|shit|bullshit|jokes?|disaster|failure|incompetence|disrespect|let ?down|nonsense|scam|fraud)\\b`,
      `\\b(?:what a|such a|big|huge) let ?down\\b|\\bexpected (?:better|more) (?:from|of) (?:you|your|this)|\\byou call (?:this|that|yourselves)\\b|\\bwhat (?:kind|sort) of (?:company|people|business|service|support|shop|treatment)\\b|\\bnever (?:been|felt|seen|had|experienced) (?:so |such (?:an? )?|anything so )(?:insulted|humiliated|angry|disappointed|bad|poor|terrible|awful|horrible|ridiculous|rude|incompetent)`,
      `\\b(?:this|that|it|its|thats)(?: (?:is|was|absolutely|just|simply|really|so|totally|completely|clearly)){0,4} not (?:ok|okay|acceptable|good enough)(?=${END}| (?:at all|and|i|you)\\b)(?! ?\\?)|${START}(?:simply |absolutely |totally )?not (?:acceptable|good enough)\\b`,
      `\\b(?:rude|abusive|aggressive|disrespectful|insulting|racist|hostile|nasty|arrogant|condescending) (?:to|with|towards|toward) (?:me|us|my|customers)\\b|\\b(?:yelled|shouted|swore|cursed|laughed|screamed|spat) at (?:me|us|my)\\b`,
      `\\bstop (?:wasting|ignoring|lying|cheating|stealing|scamming|fooling|harassing|spamming|ripping)\\b|\\bare you (?:\\w+ )?(?:stealing|scamming|lying|cheating|ignoring|ripping|fooling|blind|deaf|crazy|insane)\\b`,
      `\\b(?:want|demand|expect|deserve|owe (?:me|us)|need)(?: \\w+){0,3} (?:an? )?(?:\\w+ )?apology\\b`,
      `\\b(?:total |complete |absolute |utter |big |huge |such a )?waste of (?:my |everyones )?(?:time|money)\\b`,
    ),
  },
  {
    because: 'rule:anger',
    pattern: anyOf(
      `\\b(?:losing|lost|end of|running out of) (?:all )?(?:my )?patience with (?:you|your|this company)|\\bat the end of my (?:patience|tether|rope)\\b|\\bthe last straw\\b|\\blet down by (?:you|your|this)\\b|\\bworst (?:\\w+ ){1,2}of my life\\b`,
      `\\b(?:sick|tired|sick and tired|fed up) (?:of|with) (?:this|you|your|it all|waiting|being|these|all)\\b|\\bi (?:really |deeply |already )?regret (?:buying|ordering|choosing|trusting|using|signing)\\b`,
      `\\b(?:i am|im|i m|we are|were|i was|am|i feel|feeling|i have been|ive been|makes? me|making me|left me|i got|getting)(?: (?:${VERY}|more than|quite|now|also|feeling|left|deeply|highly|seriously|starting to get|getting|rather|a bit)){0,4} (?:${FURIOUS}(?=${END}| (?:with|at|by|about|of|that|because|and|right|now|how|in|i|you|over|as|when|with|your|this|it)\\b(?! myself))|${FEEL} (?:with|at|by|about|in|that) (?:you|your|this (?:company|shop|service|store|bank|app|place|treatment)|the (?:way|service|support|treatment|quality|handling)|how)\\b)`,
      `\\b(?:extremely|very|so|really|deeply|highly|absolutely|totally|beyond|completely|incredibly) ${FEEL}(?=${END}| (?:with|at|by|about|in|right|now|and)\\b)`,
      `${START}(?:(?:so|very|really|just) ){0,4}${FEEL}(?: (?:with|at|by|about) (?:you|your) [^.?!]*| customer)?${END}`,
      `\\b(?:had|have had|ive had|seriously had) enough(?: of (?:this|your|you|waiting|it|these|being))?(?=${END}| )(?! (?:money|credit|funds|time|food|info))`,
      `\\b(?:hate|despise|loathe) (?:you|your|this (?:company|shop|bank|service|app|bot|store|place|website))\\b`,
      `\\b(?:your|you|this|such) (?:\\w+ )?(?:is|are|was) (?:driving me|pissing me|making me (?:mad|angry|sick|furious))`,
    ),
  },
  {
    because: 'rule:accusation',
    pattern: anyOf(
      `\\b(?:run by|bunch of|full of|pack of|you|they|theyre|youre|are all|are)(?: (?:are|\\w+)){0,1} (?:clowns|thieves|crooks|idiots|morons|liars|scammers|cheats|cheaters|robbers|criminals|con artists|frauds|amateurs)\\b|\\b(?:is|are|he|she|seller|company) an? (?:\\w+ )?(?:fraud|cheat|liar|thief|scammer|crook|joke|disgrace)${END}`,
      `\\b(?:is|are|seller is|company is) an? (?:fraud|cheat|liar|thief|scammer|crook) (?:and|who)\\b|\\btreat(?:s|ed|ing)? (?:\\w+ )?(?:customers?|people|me|us|clients) (?:like|so|this way|that way|badly|terribly|poorly)\\b`,
      `\\b(?:very|so|extremely|really|incredibly|quite|pretty|was|were|being) (?:rude|unprofessional|disrespectful|arrogant|incompetent)(?=${END}| (?:and|to|with|about|when|because)\\b)|\\b(?:such|so much|pure|sheer|total|this|your|the) (?:incompetence|negligence|arrogance|dishonesty|laziness|rudeness|disrespect)\\b`,
      `\\b(?:you|youve|they)(?: (?:have|had|just|are|guys|people|all|now|keep|still|simply|even))* (?:wasted|robbing|deny|denied|denying|refuse|refused|refusing|broke my|broke the|damaged my|lost my|mocking)\\b(?! (?:my|the) (?:password|pin))|\\b(?:dont|do not|never|nobody should|avoid) (?:order|buy|shop|trust|buying|ordering|shopping)(?: \\w+)? (?:here|from (?:them|you|this)|this (?:company|shop|store))\\b(?! ?\\?)`,
      `\\b(?:youve|theyve|youre|you|they|your (?:\\w+ )?(?:company|agents?|staff|driver|courier|team|support|shop|people|representatives?|rep|employee|manager|bot|answer|website|colleague))(?: (?:guys|people|all|lot|just|have|had|are|keep|kept|always|only|clearly|simply|completely|again|has|is|was|were|been|basically|actually|totally)){0,4} (?:lied|lie|lying|cheat(?:ed|ing)?|stole|steal|stealing|scam(?:med|ming)?|trick(?:ed|ing)?|robb?ed|ripp?(?:ed|ing)|deceiv(?:ed|ing)|ignor(?:ed|e|ing) (?:me|my|us|every)|dont (?:even )?(?:care|give a)|do not care|doesnt care|broke your promise|messed up|screwed|wast(?:ed|ing) my|insulted|rude|yelled at|hung up on|hung up|shouted at|mocked|mistreated|fooled|fooling|ruined|destroyed|robbed|abused|threatened|attacked|hit me|have no (?:idea|clue)|misled|misleading|let me down|ruined|treat(?:ed)? me like|unprofessional|disrespectful|failed (?:me|us|again))\\b`,
      `\\b(?:nobody|no one|noone|not one of you|none of you|no ?body)(?: (?:at your \\w+|there|here|ever|even|at all|has|is|will|in your \\w+|from your \\w+|seems to|wants to|bothers to|bothered to|really)){0,4} (?:cares?|answers?|answered|answering|repl(?:ies|ied|y)|replying|responds?|responded|responding|helps?|helped|picks? up|picked up|calls? back|called|called me|gets back|got back|listens?|takes? responsibility|does anything|did anything|gives a)\\b`,
      `\\b(?:was|were|is|are|its|thats|all|just|a|another|false|your|blatant|nothing but) (?:an? )?(?:lie|lies|lying|liars?|false (?:advertising|promises?))(?=${END}| (?:and|i|you|its|because|to|from)\\b)`,
      `\\b(?:been|being|feel|am|im) (?:totally |completely |constantly |just )?(?:ignored|lied to|fobbed off|ripped off|mistreated|disrespected)\\b|\\bfalse advertis|\\bempty promises\\b|\\bdaylight robbery\\b|\\bstole my (?:money|cash)\\b|\\bnothing but excuses\\b|\\ball i (?:get|hear|got) (?:is|are|were) (?:excuses|lies)`,
      `\\bpromised\\b.{0,60}\\b(?:nothing|never|excuses|lie|lied|but (?:no|still|nobody)|broken)\\b`,
      `\\b(?:never|not|wont|no longer|stop|last time)(?: (?:ever|be|going to|i|am|i will|ill|again)){0,4} (?:buy|buying|shop|shopping|order|ordering|use|using|recommend|recommending|return|returning|come|coming|deal|dealing|(?:do|doing) business|bank|purchase)(?: (?:anything|any))? (?:from|with|at|to|here|your|you|this)\\b.{0,30}?(?:again|ever|anymore|${END})(?!.{0,10}\\?)`,
      `\\bnever again${END}|\\b(?:lost|losing|lose) (?:me as )?an? (?:loyal )?customer\\b|\\btaking my business elsewhere\\b`,
    ),
  },
  {
    because: 'rule:threat',
    pattern: anyOf(
      `\\b(?:sue|suing) (?:you|your|this|the company)\\b|\\b(?:my|a) lawyers?\\b.{0,40}\\b(?:hear|contact|you|involved|touch|letter)|\\b(?:take|taking|taken|pursue|start|seek|threaten)(?: you)?(?: to)? (?:court|legal action)\\b|\\blegal action\\b`,
      `\\b(?:report|reporting|reported|complain|go|going|complaint|turn|write) (?:you |this |your \\w+ |it |them )?(?:all )?(?:to|with) (?:the |a |an |my )?(?:consumer|authorit|ombudsman|bbb|better business|trading standards|police about you|press|media|newspaper|regulator|fca|ftc|cfpb|attorney)`,
      `\\b(?:give|gave|giving|leave|leaving|rate|rating|deserve|deserves|get|write|writing)(?: \\w+){0,3} (?:one|1|0|zero) stars?\\b|\\b(?:one|1|0|zero) stars?(?: from me| review| for you)?${END}|\\b(?:bad|negative|terrible|horrible|awful|scathing) review|\\b(?:warn|tell) (?:everyone|everybody|all my friends|people|others) (?:about|not to)`,
    ),
  },
]

export const DISTRESS_EN = anyOf(
  `\\b(?:kill(?:ing)?|hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|hang(?:ing)?) (?:myself|my self)\\b`,
  `\\bsuicid(?:e|al)\\b(?! squad)|\\bself harm|\\b(?:want|wish|going|ready|rather) (?:to )?(?:just )?(?:die|be dead)\\b(?! (?:for|of laugh))|\\bi (?:was|were) dead\\b`,
  `\\b(?:end|ending|take|taking) (?:my (?:own )?life|it all)\\b|\\bno (?:reason|point) (?:to|in) (?:live|living)\\b|\\bcant go on (?:living|like this|anymore)\\b`,
  `\\b(?:ill|i will|i am going to|im going to|we will|going to) (?:\\w+ )?(?:kill|hurt|shoot|stab|murder|beat|bomb|burn down) (?:you|him|her|them|someone|somebody|everyone|your|my (?:wife|husband|kids?|children|mother|father))\\b`,
  `\\b(?:there is|theres) an? (?:\\w+ )?(?:fire|bomb|gas leak|shooter|explosion)\\b|\\b(?:is|are|am|its|house|caught) on fire\\b(?! (?:sale|today))|\\bcaught fire\\b|\\bburst into flames\\b|\\b(?:bomb threat|gas leak)\\b`,
  `\\b(?:call|need) (?:an? )?(?:911|999|112|ambulance|emergency services|the police now)\\b|\\bthis is an emergency\\b|\\bmedical emergency\\b|\\bcant breathe\\b|\\boverdos(?:e|ed|ing)\\b`,
  `\\b(?:got|getting|gave me|received|get) an? (?:\\w+ )?electric shock\\b|\\belectrocuted\\b|\\bbeing (?:attacked|followed|threatened|abused|held hostage)\\b|\\b(?:husband|wife|partner|father|mother|boyfriend|he|she) (?:beats|hits|abuses|threatens|is hitting|is beating) me\\b`,
  `\\b(?:husband|wife|partner|boyfriend|girlfriend|father|mother|he|she|they|driver|courier|man|guy|someone|somebody|staff|employee)(?: (?:just|has|had|have|is|was|keeps)){0,4} (?:hit|hits|beat|beats|threaten(?:s|ed|ing)?|attack(?:s|ed|ing)?|assault(?:s|ed|ing)?|harass(?:es|ed|ing)?|stalk(?:s|ed|ing)?) (?:me|us)\\b|\\b(?:smoke|sparks|flames) (?:is|are|was|were|came|coming)\\b`,
)
