/** The English words that the rules go by, the words that are one slip away from them and mean something else, and shorthand. */

export const KEY_WORDS = `
  human person people agent representative operator advisor supervisor manager employee colleague someone somebody anyone anybody staff
  speak speaking talk talking chat chatting connect transfer contact forward escalate customer service support
  real live actual want need help please instead robot machine
  complaint complain terrible horrible awful ridiculous unacceptable disgusting pathetic useless worst disappointed disappointing angry furious
  outrageous refund experience company scammers liars idiots incompetent unhappy dissatisfied shameful nobody
  hello morning evening afternoon thanks thank appreciate appreciated
`
  .trim()
  .split(/\s+/)

/** Never taken for a slip of a key word. */
export const NEAR_WORDS = new Set(
  `
  persons personal humans humane parson agents urgent regent agency event argent representatives representation operators operate operates operated operating advisors
  adviser advisers supervisors managers manage manages managed employees employer employed colleagues college
  speaks spoke speakers speaker steak sneak peak talks talked tall tale take chats chatted chap chart chant what that hat char cheat coat
  connects connected connector correct collect transfers transferred transform contacts contacted context contract forwards forwarded escalated escalator
  customers costumer services serviced serve server serves supports supported supporter report
  really reel deal read rear meal seal heal ideal lives lived alive like love five give line life olive actually
  wants wanted went wait wand wart needs needed seed feed knee helps helped held heap pleased pleases pleasure release robots machines marine
  complaints complains complained complaining complainant terribly horribly hourly awfully worse word words world work works worth worsts
  disappoint disappoints angrily anger hangry refunds refunded refunding experienced experiences companies accompany company
  scammer liar idiot happy unhappily
  hell mornings evenings afternoons even events thank thanked tank thinks think than thanking shank appreciates
  start stuff stay stat staffs staff stiff
  chair char chats channel charm cat
  toppings helping taking walking root robo factual lease please curious hang hand shock stock
  `
    .trim()
    .split(/\s+/),
)

export const SHORTHAND: ReadonlyMap<string, string> = new Map(
  Object.entries({
    u: 'you',
    ya: 'you',
    ur: 'your',
    r: 'are',
    pls: 'please',
    plz: 'please',
    plss: 'please',
    plox: 'please',
    wanna: 'want to',
    wana: 'want to',
    gonna: 'going to',
    gotta: 'have to',
    gimme: 'give me',
    gimmie: 'give me',
    lemme: 'let me',
    cn: 'can',
    spk: 'speak',
    tlk: 'talk',
    ppl: 'people',
    some1: 'someone',
    sum1: 'someone',
    sm1: 'someone',
    any1: 'anyone',
    hooman: 'human',
    humen: 'human',
    reps: 'rep',
    cust: 'customer',
    svc: 'service',
    thx: 'thanks',
    thnx: 'thanks',
    thanx: 'thanks',
    tnx: 'thanks',
    thks: 'thanks',
    ty: 'thank you',
    tysm: 'thank you so much',
    tyvm: 'thank you very much',
    hii: 'hi',
    helo: 'hello',
    gm: 'good morning',
    cuz: 'because',
    dnt: 'dont',
    sux: 'sucks',
    wtf: 'what the fuck',
    bs: 'bullshit',
  }),
)
