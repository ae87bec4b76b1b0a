import { startingList } from './starting-list.ts'

/** Without `confusable`, which takes away accents: a cone is a cono, and a year an año. */
export const es = startingList({
  language: 'es',
  name: 'Rude words, Spanish',
  foldings: ['case', 'width', 'invisible', 'inserted', 'markup'],
  insult: `
    mierda, mierdas, puta mierda, joder, jodido, jodida, jodidos, gilipollas, gilipolla, cabrón, cabron, cabrones, cabrona, capullos,
    coño, hijo de puta, hija de puta, hijos de puta, hijoputa, hijueputa, puto, putos, malparido, malparida, pendejo, pendeja, pendejos, pendejas,
    chinga tu madre, chingada, chingado, chinga, conchatumadre, concha tu madre, huevón, huevon, güevón, mamahuevo, mamaguevo, soplapollas,
    vete a la mierda, me cago en, culero, culeros, subnormal de mierda`,
  sexual:
    'puta, putas, putita, follar, follarte, fóllame, follame, mamada, chúpame la polla, chupapollas, comepollas, pajillero, puta barata',
  slur: 'maricón, maricon, maricones, marica, maricas, mariconazo, sudaca, sudacas, negro de mierda, moro de mierda, panchito de mierda, bollera, travelo',
})
