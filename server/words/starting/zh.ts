import { startingList } from './starting-list.ts'

/**
 * Chinese is searched without boundaries, so a word that can arise between two others is not here: 口交 stands in every 窗口交费, 日你妈 in
 * 生日你妈妈来吗, 他妈的 may be his mother's.
 */
export const zh = startingList({
  language: 'zh',
  name: 'Rude words, Chinese',
  foldings: ['case', 'width', 'invisible', 'inserted', 'markup', 'traditional'],
  insult: `
    傻逼, 傻屄, 傻比, 傻屌, 煞笔, 傻叉, 操你妈, 操他妈, 操你大爷, 草你妈, 草泥马, 艹你妈, 肏你, 干你娘, 去你妈逼, 你妈逼, 妈逼, 滚你妈的, 屌你老母, 丢你老母,
    狗日的, 狗娘养, 狗杂种, 王八蛋, 王八羔子, 龟孙子, 龟儿子, 混蛋, 人渣, 脑残, 蠢货, 蠢猪, 贱人, 贱货, 贱逼, 臭婊, 婊子, 绿茶婊, 死全家, 全家死光, 冚家铲, 扑街仔, 仆街仔, nmsl`,
  sexual: '鸡巴, 操逼, 肏逼, 骚逼, 骚货, 骚婊, 淫荡, 淫穴, 手淫, 约炮, 裸聊, 颜射, 爆菊, 吞精',
  slur: '黑鬼, 支那猪, 白皮猪, 黑皮猪, 高丽棒子, 韩国棒子, 印度阿三, 台巴子, 死基佬, 死娘炮',
})
