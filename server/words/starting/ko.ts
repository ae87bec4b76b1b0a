import { startingList } from './starting-list.ts'

/**
 * Korean is searched without boundaries, and many leave the blanks out: 시발 stands in 다시발송, 보지 in 해보지, 꺼져 in what a lamp does. The exceptions
 * are diseases reported and new bottles.
 */
export const ko = startingList({
  language: 'ko',
  name: 'Rude words, Korean',
  foldings: ['case', 'width', 'invisible', 'inserted', 'markup'],
  insult: `
    씨발, 씨바, 씨팔, 씨빨, 쓰발, 씹새, 씹할, 개새끼, 개색끼, 개쉐끼, 개자식, 호로새끼, 후레자식, 병신, 븅신, ㅅㅂ, ㅆㅂ, ㅄ, ㅂㅅ, 좆, 좃같, 지랄하, 지랄이야, 미친놈, 미친년, 미친새끼,
    또라이새끼, 썅, 쌍년, 쌍놈, 니애미, 니에미, 니미럴, 느금마, 엠창, 돌대가리, 개같은년, 개같은놈, 죽여버린다`,
  sexual: '씹년, 씹물, 걸레년, 창녀, 갈보년, 화냥년, 오랄섹스, 펠라치오, 젖탱이, 딸딸이, 빠구리',
  slur: '짱깨, 짱꼴라, 쪽바리, 쪽발이, 깜둥이, 똥남아, 홍어새끼, 한남충, 김치녀, 된장녀, 맘충, 틀딱, 게이새끼, 호모새끼',
  exceptions: '질병신, 발병신, 장병신, 간병신, 물병신, 젖병신, 유리병신, 보온병신, 공병신',
})
