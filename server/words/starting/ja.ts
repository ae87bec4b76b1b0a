import { startingList } from './starting-list.ts'

/**
 * Japanese is searched without boundaries, so what stands in ordinary words is not here: ファック in ファックス, ちんこ in パチンコ, びっこ in
 * ちびっこ, 死ね in 死ねない.
 */
export const ja = startingList({
  language: 'ja',
  name: 'Rude words, Japanese',
  foldings: ['case', 'width', 'invisible', 'inserted', 'markup'],
  insult: `
    馬鹿野郎, バカ野郎, ばか野郎, バカヤロウ, バカヤロー, ばかやろう, アホンダラ, あほんだら, クソ野郎, くそ野郎, 糞野郎, クソッタレ, くそったれ, クソジジイ, くそじじい,
    クソババア, くそばばあ, クソガキ, クソ女, クソブス, クソデブ, ゴミクズ, ゴミ野郎, カス野郎, クズ野郎, ゲス野郎, ブタ野郎, 豚野郎, ぶっ殺す, ぶっ殺して, ぶち殺す, 死にさらせ, くたばれ,
    死ねよ, 氏ねよ, ファックユー, ファッキュー, マザーファッカー, キチガイ, きちがい, 気違い`,
  sexual:
    'ヤリマン, ヤリチン, チンポ, おちんぽ, オマンコ, おまんこ, フェラチオ, クンニリングス, 手コキ, 足コキ, パイズリ, ザーメン, クソビッチ, 売女, アバズレ',
  slur: 'チョン公, チャンコロ, シナ豚, 支那豚, クロンボ, 黒んぼ, 毛唐, ホモ野郎, オカマ野郎, 知恵遅れ',
})
