import { startingList } from './starting-list.ts'

/** Without `leet`: a part called SH17 is no insult. The usual spellings with digits and signs are words of their own instead. */
export const en = startingList({
  language: 'en',
  name: 'Rude words, English',
  foldings: ['case', 'width', 'invisible', 'inserted', 'markup', 'confusable'],
  insult: `
    fuck, fucks, fucked, fucker, fuckers, fucking, fuckin, fuckhead, fuckface, fuckwit, clusterfuck, motherfucker, motherfuckers, motherfucking,
    f*ck, f**k, f*cking, f**king, fu*k, fuk you, fck you, stfu,
    shit, shits, shitty, shithead, bullshit, horseshit, dipshit, sh*t, sh!t, $hit,
    asshole, assholes, a$$hole, a**hole, arsehole, arseholes, dumbass, dumbfuck,
    bitch, bitches, b!tch, b*tch, son of a bitch, cunt, cunts, c*nt, twat, twats, wanker, wankers, dickhead, dickheads, bastards, douchebag`,
  sexual: 'blowjob, blow job, handjob, cumshot, jizz, cocksucker, cocksuckers, slut, sluts, slutty, whore, whores',
  slur: 'nigger, niggers, nigga, niggas, n*gger, faggot, faggots, f*ggot, kike, kikes, wetback, wetbacks, gook, gooks, raghead, towelhead, libtard',
})
