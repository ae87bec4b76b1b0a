import { startingList } from './starting-list.ts'

export const pt = startingList({
  language: 'pt',
  name: 'Rude words, Portuguese',
  foldings: ['case', 'width', 'invisible', 'inserted', 'markup', 'confusable'],
  insult: `
    caralho, caralhos, porra, porras, foda-se, foda, fodas, foder, fodase, fodido, fodida, fodidos, fudido, fudida, fuder, se foder, se fuder,
    filho da puta, filha da puta, filhos da puta, puta que pariu, tomar no cu, enfia no cu, cuzão, cuzões, arrombado, arrombada, arrombados,
    merda, merdas, bosta, otário, otária, otários, babaca, babacas, desgraçado, desgraçada, vagabunda, cabrão, cabrões, punheteiro, escrota`,
  sexual: 'puta, putas, putinha, buceta, bucetas, xoxota, piroca, pirocas, punheta, boquete, siririca, chupa meu pau, putaria',
  slur: 'viado, viados, viadinho, baitola, baitolas, boiola, boiolas, traveco, travecos, preto imundo, macaco imundo, judeu de merda, preto de merda, retardado mental, mongoloide',
})
