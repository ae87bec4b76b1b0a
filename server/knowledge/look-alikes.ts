/**
 * English words that are one slip away from another word, and are words themselves: whoever writes one of them is not taken to mean the other. Words that differ in their
 * first letter are not here, as no slip is mended there; nor are those of fewer than five letters.
 */

const GROUPS = `
 accept access; adapt adopt; advice advise; affect effort; angel angle; board broad; borrow borrower; bread break broad brand breed; bought brought;
 brake break; breath breathe; carton cartoon; cause clause; change charge chance; charger changer; changed charged; changing charging; cheap cheat;
 check cheek chick; choose chose; class clash; clean clear; clock clack; close closed closet clothe; collage college; confirm conform; contact contract;
 contest context; costs costume; county country; cover clover; crash crush; credit edit; custom customs; dairy diary; debit debt; deduct deduce; defect
 detect; delete deplete; deposit depot; desert dessert; device devise; dinner diner; draft drift; drive driver; email mail; ensure insure; except expect;
 expand expend; expense expanse; export expert; extend extent; filed filled; filing filling; first fist; floor flour; flash flesh fresh; foreign forego;
 formal format; found fund; glass grass gloss; grand grant; great greet; guess guest; heart heat; horse house; hosted hoisted; import impart; insert
 invert; instal install; invest invent; labels lapels; later latter letter; lease least leave; level lever; limit limbo; lined linked; listed lifted; loans loads; loose
 lose; manager manger; market marker; match march; message massage; metal medal; meter metre; minute minus; model modal; money monkey; month mouth; moral
 morale; night eight; order older; package packages; packed parked; paint point print; party parry; paste pasta; patch pitch; peace piece place plate
 plane; personal personnel; phone prone; pickup pick; planned planed; plans plant; posted pasted; pound pond; present prevent; press dress; price prize pride
 prime; product produce; profit prophet; proof prove; quiet quite; quote quota; rated rates; reach react; reject eject; relay delay; remit permit; renew
 review; repay repaid; reply replay; report resort; reset resent resend; resume reuse; return retune; sales scales; saved shaved; scale stale; scrape
 scrap; seller teller; sender sander; sensor censor; serve server; shade shape share; sheet sweet sheer; ship shop; shipped slipped shopped; shipping shopping
 slipping; shirt short skirt; shoes shows; shower slower; sigh sign; signed singed; signing singing; skill still; slide slice; small smell; smart start; solid sold;
 space spare spade; speed spend; split spilt; stage state stake; stamp stump; stand strand; statue status statute; steal steel; stick stock stack; store story
 stove stone; strip stripe trip; string strong; study sturdy; super supper; surge purge; switch stitch; table tablet; talked tanked; taxes takes; tenant
 tenants; tests texts; their there; these those theme; thing think thank; third thirst; thorough through though thought; tired tried; track truck trace trade; trail
 trial train; treat threat; trips tips; trust thrust; turned tuned; upload unload; value valve; voice void; wages waves; waist waste; watch witch; water
 wafer; weather whether; where there; which witch; while white whole; woman women; works words world; worse worst worth; wrapping warping; write white; yearly
 nearly; twenty plenty; thirteen thirty; fourteen forty; fifteen fifty; sixteen sixty; eighteen eighty; nineteen ninety; active actives; inbound unbound; policy
 police; quality equality; refuse refused; receipt recipe; recharge discharge; reverse revere; safety safely; scanned scammed; screen screed; select elect;
 setting sitting; settle settler; signal signals; single signal; socket sockets; source sauce; station nation; stolen stole; storage shortage; stored
 stared; summary summery; transit transmit; transfer transfers; travel gravel; update upstate; waiver waver; warranty warrant; weekly weakly; wholesale wholesome
`

const others = new Map<string, Set<string>>()
for (const group of GROUPS.split(';')) {
  const words = group.trim().split(/\s+/)
  for (const word of words) others.set(word, new Set([...(others.get(word) ?? []), ...words]))
}

const withoutEnding = (word: string): string => word.replace(/(?<=...)s$/, '')

export const looksAlike = (one: string, other: string): boolean =>
  Boolean(others.get(one)?.has(other) || others.get(withoutEnding(one))?.has(withoutEnding(other)))
