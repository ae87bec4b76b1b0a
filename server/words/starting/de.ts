import { startingList } from './starting-list.ts'

export const de = startingList({
  language: 'de',
  name: 'Rude words, German',
  foldings: ['case', 'width', 'invisible', 'inserted', 'markup', 'confusable'],
  insult: `
    Arschloch, Arschlöcher, Arschgeige, Arschgesicht, Arschficker, Wichser, Hurensohn, Hurensöhne, Missgeburt, Miststück, Drecksau, Drecksack, Dreckschwein,
    Scheiße, Scheisse, Scheiß, Scheiss, Scheißkerl, Scheißladen, Scheissladen, beschissen, beschissene, beschissener, verarschen, verarscht, fick dich, fickt euch, verfickt, verfickte, verfickter,
    verpiss dich, verpisst euch, leck mich am Arsch, halt die Fresse, halts Maul, Hackfresse, Pissnelke, Pisser, Vollidiot, Vollidioten, Vollspast, Spast, Spasti, Spacken, Hurenkind`,
  sexual: 'ficken, gefickt, Fotze, Fotzen, Schlampe, Schlampen, Nutte, Hure, Huren, Pimmel, Schwanzlutscher, wichsen, Blowjob, abspritzen',
  slur: 'Nigger, Kanake, Kanaken, Schwuchtel, Schwuchteln, Kümmeltürke, Kümmeltürken, Schlitzauge, Schlitzaugen, Polacke, Polacken, Judensau, Kameltreiber, Zigeunerpack',
})
