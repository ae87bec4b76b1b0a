import { startingList } from './starting-list.ts'

export const fr = startingList({
  language: 'fr',
  name: 'Rude words, French',
  foldings: ['case', 'width', 'invisible', 'inserted', 'markup', 'confusable'],
  insult: `
    connard, connards, connasse, connasses, gros con, sale con, sale conne, pauvre con, pauvre conne, espèce de con, enculé, enculés, enculée, enculer,
    salaud, salauds, salopard, salopards, putain, fils de pute, nique ta mère, nique ta race, niquer, ta gueule, va te faire foutre, allez vous faire foutre,
    va te faire enculer, va chier, branleur, branleurs, merde, emmerder, emmerde, emmerdeur, trou du cul, trouduc, conneries, pétasse, pétasses,
    pouffiasse, grognasse, enfoiré, fumier de, crevure`,
  sexual: 'salope, salopes, pute, putes, branlette, branler, partouze, suce ma bite, suce moi la bite, couilles, grosse cochonne, baiseuse',
  slur: 'pédé, pédés, pédale de merde, tarlouze, tarlouzes, gouine, gouines, bougnoule, bougnoules, bicot, bicots, youpin, youpins, youtre, sale nègre, chinetoque, chinetoques, chintok, bamboula, sale arabe, sale juif, sale noir',
})
