/** English wishes for a person, in so many words. Texts are as `foldMessage` makes them. */

import { anyOf, END, joined, START, type Rule } from './pattern.ts'

/** Somebody who is a person and nothing else, or works here. */
const STAFF = joined`(?:human(?: being)?s?|people|persons?|agents?|representatives?|rep|operator|advis[eo]r|consultant|executive|supervisor|employee|colleague|csr|
staff(?: member)?|member of (?:the |your )?(?:staff|team)|teammate|customer service|customer (?:support|care)|team(?: member)?|support team|manager|boss|
one of your (?:people|team|staff|colleagues|guys)|whoever is in charge|live (?:chat|support|help|assistance|service)|assistant)`
const ANYONE = '(?:someone|somebody|anyone|anybody)'
const KIND = joined`(?:real|really|live|living|actual|human|proper|true|genuine|breathing|physical|different|another|other|senior|customer|service|support|care|sales|
billing|technical|tech|call cent(?:er|re)|help ?desk|flesh and blood|damn|goddamn|bloody|fucking|freaking|single|trained|competent|smart|intelligent|nice|kind|
qualified|available|real life|first available|thinking|sentient|non bot)`
const TRUE = '(?:real|live|living|actual|human|proper|true|genuine|breathing|flesh and blood|thinking)'
const BODY = '(?:one|guy|man|woman|being|individual|voice|assistant)'
const THE = '(?:(?:an?|the|your|any|some|one of (?:your|the)|this|that|someone from (?:your|the)|somebody from (?:your|the)) )?'
const WHO = `${THE}(?:real )?${STAFF}`
const REAL = `${THE}real (?:${STAFF}|${ANYONE}|${BODY})`
const SOMEONE = `(?:${ANYONE}(?: else| real| human| alive| actual| living| proper)?(?: (?:from|in|at|on) (?:your |the )?\\w+)?)`
const ANYBODY = `(?:${REAL}|${WHO}|${SOMEONE})`

/** What may follow. Anything else makes another thing of it: an agent code, a person of the opposite sex, the manager of a hotel. */
const THEN = joined`(?= (?:please|now|here|there|instead|asap|about|regarding|concerning|on|right|today|who|whom|whos|that|because|cause|and|so|not|from|immediately|
rather|than|thanks|thank|already|again|with|if|or|over|via|as|then|any|my|yet|but|quickly|soon|directly|before|since|when|i|you|your|its|it|urgently|is|are|else|
available|online|ok|okay|could|can|how|to|for me|for help|for this|for assistance|for support|for a|in (?:charge|person|your|the|support|billing|sales|customer)|
at (?:your|the) (?:company|team|office|support)|at [a-z]+${END}|man|bro|sir|mate|ffs|damn|dammit|help|me|well|still|get|do|what|where|why)\b| [.,?!㐀-鿿]|$|[㐀-鿿])`

const MANNER = '(?:directly |straight |on |over |through |back |live |right |now ){0,3}'
const TALK = joined`(?:(?:talk|talking|speak|speaking|chat|chatting|conversation|chance|communicate|communicating|converse|deal|dealing|discuss|
connected|contact|contacting|(?:a )?word|(?:in )?touch|(?:the )?phone|(?:a )?call|(?:a )?line)
(?: (?:this|it|things|my \w+))? ${MANNER}(?:to|too|with|2|w|wit|from)(?: an?)?)`
const REACH = '(?:contact|contacting|reach|reaching|call|calling|get hold of|get a hold of|get through to)'
const PASS = joined`(?:(?:connect|transfer|transferred|transfered|put|patch|pass|passed|hand|handed|handing|switch|redirect|forward|forwarded|escalate|escalated|route|refer|
move|send|sent|direct|take|bring|link|get)(?: (?:me|us|this|it|my \w+|(?:the|this|a|our) (?:chat|conversation|case|issue|matter)))?${' '}${MANNER}(?:to|with|2|in touch with))`
const GET = joined`(?:(?:get|give|find|bring|send|fetch|grab|pass|hand|show|assign) (?:me|us)|i (?:just |really |only |still |also ){0,3}(?:want|need|demand|require|prefer|request)(?: to have| to get)?
|i would (?:like|rather|prefer|love)(?: to have| to get)?|id (?:like|rather|prefer|love)(?: to have| to get)?|(?:can|could|may|might) i (?:please )?(?:have|get)|${START}(?:want|need|get|require|request|requesting|prefer|looking for)
|im looking for|i have to have|we (?:want|need))`
const WISH = joined`(?:want|need|needs|like|love|prefer|rather|wish|let|can|cant|cannot|could|may|might|please|must|have to|got to|try|trying|demand|require|request|requesting|insist|how|where|
possible|way|able|allow|chance|any chance|just|hope|hoping|looking|who|whom|would it be|should i|someone i|anyone i|somebody i|anybody i|calling|ask|asking|here|way too|
grateful|assistance|help|supposed)`
const FEW = '(?:[^ .,?!]+ ){0,7}?'
const POLITE = joined`(?:(?:please|now|hello|hi|hey|ok|okay|yes|no|so|just|pretty|kindly|thanks|thank you|right|asap|immediately|fast|quick|quickly|then|well|again|still|bot|robot|
i said|for gods sake|ffs|sir|damn|you|instead|urgently|urgent|real|there|anyone|got|any) ){0,5}`
const AFTER = joined`(?: (?:please|now|here|instead|asap|thanks|thank you|right now|immediately|ok|okay|urgently|help|needed|required|only|again|support|today|sir|there|available|for me|
on here|i said|i mean|you hear|dammit|damn it)){0,3}`

/** Whether a person is there is a wish where that is all, or where the person is to do something for us: not “is anyone there on Sundays”. */
const GOES_ON = joined`(?=${END}| [㐀-鿿]| (?:i|you|we|please|now|right|today|or|and|but|so|because|cause|at all|instead|for (?:me|us|help)|to (?:talk|speak|chat|help|assist|answer|reply|respond|take|support|deal|handle)|
(?:who|that) (?:can|could|will|would|is|isnt|speaks|actually|knows|understands)|can|could|not)\b)`
/** Which people, not who: “the fraud department”. */
const PART = '(?:the|your) (?:\\w+ ){1,3}?(?:department|dept|team|desk)'

const NOT = joined`\b(?:(?:dont|do not|not|never|wont|didnt|doesnt|no need|without|instead of|rather than|needn?t)(?: (?:really|even|actually|want|need|have|like|wish|to|talk|talking|
speak|speaking|chat|for|going|asking|the|an?|any|be|being|connected|transferred|with|real|live|human|actual|getting|involving)){0,7} (?:${STAFF}|${ANYONE}))`
/** Of the past, or of somebody else's: "after talking to an agent", "was speaking with somebody". */
const TOLD = joined`\b(?:was|were|been|after|while|when|from|before|by|started|finished|stopped|kept) (?:i |just |already |being ){0,3}(?:talking|speaking|chatting|connected|transferred|put|passed|
forwarded|told|in touch) (?:(?:through|over|back) )?(?:to|with|by) ${ANYBODY}|\b(?:manager|owner|boss|supervisor|operator|representative|agent) (?:of|at) (?!your\b|the (?:company|team|chat)\b|this (?:company|team|chat)\b)\w+`

/** Taken out before a wish is looked for: it says the opposite, or speaks of another time. */
export const NO_WISH_EN = new RegExp(`${NOT}|${TOLD}`, 'g')

/** Whatever is said of a person comes to “real”, and is that word before the rules are asked: they would be many times as long. */
const KINDS = new RegExp(`\\b(?:(?:${KIND} )+(?=(?:${STAFF}|${ANYONE})\\b)|(?:${TRUE} )+(?=${BODY}\\b))`, 'g')
export const withKindsAlike = (text: string): string => text.replace(KINDS, 'real ')

const BOT =
  '(?:bots?|robots?|machines?|chat ?bots?|computers?|ai|(?:automated|automatic|canned|robotic) (?:systems?|messages?|repl(?:y|ies)|responses?|answers?|stuff)|answering machine|auto ?repl(?:y|ies)|algorithm|software|program|script)'

export const PERSON_EN: readonly Rule[] = [
  {
    because: 'rule:talk_to_person',
    pattern: anyOf(
      joined`(?:(?:\b${WISH} ${FEW}|(?:${START}|[㐀-鿿] ?)${POLITE})${TALK} (?:${ANYBODY}|${PART})|\b${WISH} ${FEW}${REACH} (?:${REAL}|${THE}(?:live |human ){0,3}(?:human(?: being)?|person|agent|representative|operator|advis[eo]r|employee)))${THEN}`,
      `\\b${WISH} ${FEW}(?:contact|contacting|reach|get hold of|get through to|get in touch with) ${SOMEONE}(?: please| now| asap| about| regarding)?${END}`,
      `\\b(?:talk|speak|chat|talking|speaking|chatting) (?:to|with) (?:the |your )?(?:support|customer support|help ?desk|sales|billing)${AFTER}${END}`,
      `\\b${WISH} ${FEW}(?:find|get|have|reach|access) (?:a |the |your )?(?:live (?:support|chat|help|agents?|person)|real (?:person|human|agent))(?: (?:here|please|to talk to))?${END}`,
      `\\bwho (?:can|do|should|could|must|would) i (?:talk|speak|chat) (?:to|with)${END}`,
      `\\b(?:someone|somebody|anyone|anybody|person|human|people|agent) (?:(?:there|here|else|available|online|around|that|who|whom) ){0,3}i (?:can|could|may) (?:actually |please |maybe )?(?:talk|speak|chat)(?: to| with)?\\b`,
    ),
  },
  {
    because: 'rule:pass_to_person',
    pattern: anyOf(
      `\\b(?:${PASS} (?:${REAL}|${WHO})|(?:(?:connect|connected|transfer|put|patch|pass|hand|switch|redirect|forward|escalate|send|direct|take|bring) (?:me|us|this|my (?:case|chat|call|issue|ticket|complaint|request|matter|conversation|problem)|the (?:chat|conversation))|(?:get|be|being|getting) (?:connected|transferred|put)|escalate|connect) ${MANNER}(?:to|with|on to|in touch with) ${SOMEONE})${THEN}`,
      `\\b(?:(?:connect|transfer|put|patch|pass|switch|redirect|forward) (?:me|us)|(?:get|be|being|getting) (?:connected|transferred|put)) ${MANNER}(?:to|with|on to) ${PART}\\b`,
      `^${POLITE}(?:connect|transfer|escalate|forward)(?: (?:me|this))?${AFTER}${END}`,
    ),
  },
  {
    because: 'rule:get_person',
    pattern: anyOf(
      `(?:${GET} (?:please )?(?:${REAL}|${THE}(?:human(?: being)?|person|agent|representative|rep|operator|advis[eo]r|supervisor|csr|employee|staff member|manager|boss)|your (?:manager|boss|supervisor)|live (?:chat|support|help))|\\b${WISH} ${FEW}(?:get|have|ask(?:ed|ing)? for|waiting for|speak|talk|type for) (?:${REAL}|an? (?:human|person|agent|representative|rep|operator|supervisor))|\\b(?:asked|asking|ask|begging|waiting|wait|waited|call|calling) (?:\\w+ )?for (?:${REAL}|an? (?:human|person|agent|representative|rep|operator|supervisor|manager))|\\b(?:contacted|called|helped|assisted|served|answered|phoned) (?:back )?by (?:${REAL}|${THE}(?:human|person|agent|representative|operator|supervisor|manager|employee|colleague|${ANYONE})))${THEN}`,
      `${GET} (?:${SOMEONE} (?:to (?:talk|speak|chat|call|contact|ring|phone|take over|get back|reach out|explain|answer|reply|respond|handle)|on the (?:phone|line)|i can (?:talk|speak)|who (?:can|could|will) (?:actually|really)|real|human|competent|else to (?:help|talk))|(?:some )?(?:real|actual) (?:support|help|assistance|service)${END})`,
      `(?:\\b(?:is|are|isnt|arent) (?:there )?|${START}${POLITE}(?=any))(?:${REAL}|${THE}(?:human|person|agent|people|representative|operator)s?|${ANYONE}(?: from (?:your |the )?\\w+)?)(?: (?:real|human|actual|alive|actually))?(?: (?:i can|available|online|there|here|around|out there|on (?:duty|the other)|to (?:talk|speak|chat)|who can (?:talk|speak)|reading|at home|home|working)){1,4}${GOES_ON}`,
      `\\b(?:do|dont) you (?:guys |also |even |not ){0,3}have (?:${REAL}|${THE}(?:humans?|people|persons?|agents?|(?:live|human) (?:chat|support|help|agents?|assistance|service)))(?: (?:i can (?:talk|speak|chat)\\b|who (?:answer|answers|can (?:talk|help))|available|online|there|here|that answer|working))?${END}`,
      `\\b(?:need|want|get|have|like|require|prefer) (?:some |a bit of |to get )?(?:human|live|real human|real person|in person) (?:help|support|assistance|contact|interaction|attention|service|intervention|touch)\\b`,
      `\\b(?:help|assistance|support|reply|answer|response|call) (?:from|by) (?:${REAL}|an? (?:human|person|agent|representative|operator)|humans|people|real \\w+)\\b`,
    ),
  },
  {
    because: 'rule:person_alone',
    pattern: anyOf(
      `${START}${POLITE}(?:${REAL}|(?:someone|somebody) from (?:your |the )?(?:customer )?(?:care|service|support|team)|${THE}(?:human(?: being)?|person|agent|representative|rep|operator|supervisor|manager|csr|live (?:chat|support|help|assistance)|staff|customer (?:service|care|support))|${ANYONE} (?:real|human|there|here|alive|from support))${AFTER}${END}`,
      `${START}${POLITE}(?:i )?(?:need|want|get|give me|contact|connect to|call)(?: to (?:contact|talk to|speak to))? (?:the |your )?(?:customer )?(?:support|service|care|customer service)(?: (?:team|agent|person|staff|now|please|asap)){0,2}${END}`,
      `${START}${POLITE}(?:${REAL}|(?:an? )?(?:human|person|agent|representative|operator)) to (?:talk|chat|speak|answer|help|assist)(?: (?:to|with|me|please|now)){0,2}${END}`,
      `^(?:(?:real )?(?:human|person|agent|representative|operator) ?){1,6}${END}`,
      `${START}(?:human|live|real person) (?:hand ?off|hand ?over|take ?over|support|agent|help)${END}`,
      `^${POLITE}(?:hand ?off|handover)${END}`,
    ),
  },
  {
    because: 'rule:person_takes_over',
    pattern: anyOf(
      `\\b(?:have|ask|get|let|can|could|would|will|may|please|want|need|arrange for|tell|make|like|should) ${ANYBODY} (?:please |to |kindly |just |actually |who |can |could ){0,3}(?:call|contact|ring|phone|take (?:over|this)|get back|get in touch|reach out|step in|join|come on)\\b(?! (?:my|the|his|her|their|for|a|an)\\b)`,
      `\\b(?:have|ask|get|let|can|could|would|will|please|want|need|arrange for|like) (?:${REAL}|an? (?:human|person|agent|representative|operator|supervisor|manager|employee|colleague|staff member|member of (?:your |the )?(?:staff|team))|your (?:staff|team|colleagues?|manager)) (?:please |to |kindly |just |actually ){0,3}(?:help|look|assist|answer|reply|respond|handle|deal|read|check|review|talk|speak|chat|write|email|message|(?:see|do) (?:this|it|that|me))\\b`,
      `(?:${START}|\\bplease |${START}${POLITE}(?:can|could|will|would) you |\\b(?:want|need|like) you to )${POLITE}(?:call|ring|phone) me(?: back| up)?(?: please| now| asap| at| on| tomorrow| today| when| immediately| as soon)?${END}`,
      '\\b(?:request|want|need|like|get|have|arrange|schedule|give me|requesting) (?:an? )?(?:call ?back|phone call|call from (?:you|your|someone|somebody|an?))\\b',
    ),
  },
  {
    because: 'rule:no_bot',
    pattern: anyOf(
      `\\b(?:dont|do not|not|wont|cant|cannot|hate|stop|tired of|sick of|done|refuse to|instead of|rather than|enough of|no point|why am i|no use)(?: (?:i|want|wanna|like|going|to|be|keep|being|having|just|really|of|in|am|any more|with|explain|explaining|this|it|talk|talking|speak|speaking|chat|chatting|deal|dealing|discuss|converse|argue|arguing|repeat|repeating|myself|my \\w+)){0,7} (?:talk|talking|speak|speaking|chat|chatting|deal|dealing|discuss|converse|argue|arguing|to|with|done with)(?: \\w+){0,2}? (?:to |with )?(?:an? |the |this |your |some |stupid |dumb ){0,3}${BOT}(?: (?:anymore|any more|again|please|now|here|thanks|i|all|and|who|that))?${END}`,
      `${START}${POLITE}(?:no|not|no more|enough|enough of|stop|stop the|enough with the|get rid of the|turn off the|switch off the|anything but)(?: (?:more|an?|the|this|your|of|these|with|stupid|being|damn)){0,3} ${BOT}(?: (?:please|anymore|thanks|now|again)){0,3}${END}`,
      `\\b(?:(?:get|take) me (?:off|away from|out of|past)|get (?:past|around|rid of)|skip|bypass|turn off|switch off) (?:of )?(?:an? |the |this |your ){0,3}${BOT}${END}`,
      `\\b(?:talking|speaking|chatting) (?:to|with) (?:an? |the |this )?${BOT} (?:is|sucks|doesnt|does not|wont|isnt) (?:not |so )?(?:stupid|help|helping|useless|work|working|annoying|pointless|enough|a waste|dumb)`,
    ),
  },
]
