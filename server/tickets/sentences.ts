/**
 * What customers read about their ticket: in the chat, and in the e-mail that brings them an answer. `{ticket}` becomes the number when it is
 * written into the log.
 */

import type { Language } from '../../shared/language.ts'

export type TicketSentences = {
  /** In the chat, at a hand-over. */
  noted: string
  /** The e-mail's subject. `ticket` is empty where there is none. */
  subject: (site: string, ticket: string) => string
  /** Before the answer. */
  intro: (site: string) => string
  /** Behind it, where the site has an address. */
  goOn: (address: string) => string
  /** Behind it in any case. */
  ending: string
}

export const TICKET_SENTENCES: Record<Language, TicketSentences> = {
  en: {
    noted: 'Your ticket number is {ticket}.',
    subject: (site, ticket) => `${ticket}An answer from ${site}`,
    intro: (site) => `You asked us something in the chat of ${site}. Here is our answer:`,
    goOn: (address) => `To go on, open the chat in the browser that you used then: ${address}`,
    ending: 'Replies to this e-mail do not reach the chat.',
  },
  zh: {
    noted: '您的工单编号是 {ticket}。',
    subject: (site, ticket) => `${ticket}${site} 的回复`,
    intro: (site) => `您曾在 ${site} 的在线客服中提问，以下是我们的回复：`,
    goOn: (address) => `如需继续沟通，请用当时的浏览器打开：${address}`,
    ending: '直接回复此邮件不会进入聊天。',
  },
  es: {
    noted: 'Su número de ticket es {ticket}.',
    subject: (site, ticket) => `${ticket}Una respuesta de ${site}`,
    intro: (site) => `Nos preguntó algo en el chat de ${site}. Esta es nuestra respuesta:`,
    goOn: (address) => `Para continuar, abra el chat en el navegador que usó entonces: ${address}`,
    ending: 'Las respuestas a este correo no llegan al chat.',
  },
  pt: {
    noted: 'O número do seu atendimento é {ticket}.',
    subject: (site, ticket) => `${ticket}Uma resposta de ${site}`,
    intro: (site) => `Você nos perguntou algo no chat de ${site}. Esta é a nossa resposta:`,
    goOn: (address) => `Para continuar, abra o chat no navegador que você usou: ${address}`,
    ending: 'Respostas a este e-mail não chegam ao chat.',
  },
  fr: {
    noted: 'Votre numéro de demande est le {ticket}.',
    subject: (site, ticket) => `${ticket}Une réponse de ${site}`,
    intro: (site) => `Vous nous avez écrit dans le chat de ${site}. Voici notre réponse\u00A0:`,
    goOn: (address) => `Pour continuer, ouvrez le chat dans le navigateur que vous aviez utilisé\u00A0: ${address}`,
    ending: 'Les réponses à cet e-mail n’arrivent pas dans le chat.',
  },
  de: {
    noted: 'Ihre Ticketnummer ist {ticket}.',
    subject: (site, ticket) => `${ticket}Eine Antwort von ${site}`,
    intro: (site) => `Sie haben uns im Chat von ${site} etwas gefragt. Hier ist unsere Antwort:`,
    goOn: (address) => `Um weiterzuschreiben, öffnen Sie den Chat in demselben Browser wie damals: ${address}`,
    ending: 'Antworten auf diese E-Mail kommen nicht im Chat an.',
  },
  ru: {
    noted: 'Номер вашего обращения: {ticket}.',
    subject: (site, ticket) => `${ticket}Ответ от ${site}`,
    intro: (site) => `Вы задали нам вопрос в чате ${site}. Вот наш ответ:`,
    goOn: (address) => `Чтобы продолжить, откройте чат в том же браузере: ${address}`,
    ending: 'Ответы на это письмо в чат не попадают.',
  },
  ja: {
    noted: 'お問い合わせ番号は {ticket} です。',
    subject: (site, ticket) => `${ticket}${site} からの回答`,
    intro: (site) => `${site} のチャットでいただいたご質問にお答えします。`,
    goOn: (address) => `続きは、その時と同じブラウザーでチャットを開いてください：${address}`,
    ending: 'このメールに返信されても、チャットには届きません。',
  },
  ko: {
    noted: '문의 번호는 {ticket}번입니다.',
    subject: (site, ticket) => `${ticket}${site}의 답변`,
    intro: (site) => `${site} 채팅에서 문의하신 내용에 대한 답변입니다.`,
    goOn: (address) => `계속하시려면 그때 사용하신 브라우저에서 채팅을 열어 주세요: ${address}`,
    ending: '이 이메일에 답장하셔도 채팅에는 전달되지 않습니다.',
  },
  ar: {
    noted: 'رقم تذكرتك هو {ticket}.',
    subject: (site, ticket) => `${ticket}رد من ${site}`,
    intro: (site) => `لقد سألتنا في محادثة ${site}. هذا ردنا:`,
    goOn: (address) => `للمتابعة، افتح المحادثة في المتصفح نفسه الذي استخدمته: ${address}`,
    ending: 'الردود على هذه الرسالة لا تصل إلى المحادثة.',
  },
}
