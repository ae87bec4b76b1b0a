/** What customers are told about people, queue and hours. Each is true in the situation that it is for and promises nothing that nobody keeps. */

import type { Language } from '../../shared/language.ts'

export type FloorSentences = {
  /** An agent has the floor. */
  agent_here: (name: string) => string
  /** An agent gave the customer to a colleague, who has not come yet. */
  passed_on: string
  /** The agent's desk has been away too long. */
  agent_gone: (name: string) => string
  closed: string
  /** Before what follows, after a complaint: neither an apology nor a judgement. */
  complaint_passed_on: string
  /** Before what follows, to whoever did not ask for a person. */
  needs_person: string
  /** Put on the list, and somebody is at the desk. `before`: how many wait longer. */
  person_coming: (before: number) => string
  /** How long others waited. */
  lately: (minutes: number) => string
  /** Put on the list, outside the hours. */
  after_hours: (opening: string) => string
  /** Follows where no address of the customer is known. */
  leave_address: string
  /** An address was left. */
  address_noted: string
}

export const FLOOR_SENTENCES: Record<Language, FloorSentences> = {
  en: {
    agent_here: (name) => `${name} from our team is here now.`,
    passed_on: 'You are being passed on to a colleague, who has not joined yet.',
    agent_gone: (name) => `The connection to ${name} was lost. You are on the list for a person again, at the place that you had.`,
    closed: 'This conversation is closed. You can write here again at any time.',
    complaint_passed_on: 'I have passed on to our team what you wrote.',
    needs_person: 'This needs a person from our team.',
    person_coming: (before) =>
      `I have put you on the list for a person from our team. ${before === 0 ? 'You are next.' : `People before you: ${before}.`}`,
    lately: (minutes) => ` Others waited about ${minutes} min lately.`,
    after_hours: (opening) =>
      `I have put you on the list for a person from our team. Nobody is here outside our hours, which begin again: ${opening}.`,
    leave_address: ' If you write your e-mail address here, our team can see it and answer you there.',
    address_noted: 'Thank you. Your address is noted, and our team can see it.',
  },
  zh: {
    agent_here: (name) => `客服 ${name} 已加入对话。`,
    passed_on: '正在把您转给另一位同事，对方尚未加入。',
    agent_gone: (name) => `与 ${name} 的连接已中断。您已回到人工等候名单，并保留原来的位置。`,
    closed: '本次对话已结束。您随时可以在这里继续留言。',
    complaint_passed_on: '我已把您反映的情况转给我们的团队。',
    needs_person: '这个问题需要由人工来处理。',
    person_coming: (before) => `我已把您加入人工客服的等候名单。${before === 0 ? '下一位就是您。' : `您前面还有 ${before} 人。`}`,
    lately: (minutes) => `最近其他人大约等了 ${minutes} 分钟。`,
    after_hours: (opening) => `我已把您加入人工客服的等候名单。现在不在服务时间内，下次服务时间：${opening}。`,
    leave_address: '您也可以在这里留下邮箱地址，我们的团队能看到并可以通过邮件回复您。',
    address_noted: '谢谢，已记下您的邮箱地址，我们的团队能够看到。',
  },
  es: {
    agent_here: (name) => `${name}, de nuestro equipo, ya está aquí.`,
    passed_on: 'Le estamos pasando con otra persona del equipo, que aún no se ha incorporado.',
    agent_gone: (name) => `Se ha perdido la conexión con ${name}. Vuelve a estar en la lista de espera, en el lugar que tenía.`,
    closed: 'Esta conversación está cerrada. Puede volver a escribir aquí cuando quiera.',
    complaint_passed_on: 'He transmitido a nuestro equipo lo que ha escrito.',
    needs_person: 'Esto necesita a una persona de nuestro equipo.',
    person_coming: (before) =>
      `He puesto su solicitud en la lista de espera para hablar con una persona de nuestro equipo. ${before === 0 ? 'Es su turno a continuación.' : `Personas antes que usted: ${before}.`}`,
    lately: (minutes) => ` Últimamente otros esperaron unos ${minutes} min.`,
    after_hours: (opening) =>
      `He puesto su solicitud en la lista de espera para hablar con una persona de nuestro equipo. Fuera de nuestro horario no hay nadie; el horario vuelve a empezar: ${opening}.`,
    leave_address: ' Si escribe aquí su correo electrónico, nuestro equipo podrá verlo y responderle allí.',
    address_noted: 'Gracias. Hemos anotado su correo electrónico y nuestro equipo puede verlo.',
  },
  pt: {
    agent_here: (name) => `${name}, da nossa equipe, já está aqui.`,
    passed_on: 'Você está sendo transferido para outra pessoa da equipe, que ainda não entrou.',
    agent_gone: (name) => `A conexão com ${name} foi perdida. Você voltou à lista de espera, no lugar que tinha.`,
    closed: 'Esta conversa está encerrada. Você pode voltar a escrever aqui quando quiser.',
    complaint_passed_on: 'Encaminhei à nossa equipe o que você escreveu.',
    needs_person: 'Isso precisa de uma pessoa da nossa equipe.',
    person_coming: (before) =>
      `Coloquei você na lista de espera para falar com uma pessoa da nossa equipe. ${before === 0 ? 'Você é o próximo da lista.' : `Pessoas antes de você: ${before}.`}`,
    lately: (minutes) => ` Ultimamente, outros esperaram cerca de ${minutes} min.`,
    after_hours: (opening) =>
      `Coloquei você na lista de espera para falar com uma pessoa da nossa equipe. Fora do nosso horário não há ninguém aqui; o horário recomeça: ${opening}.`,
    leave_address: ' Se você escrever seu e-mail aqui, nossa equipe poderá vê-lo e responder por lá.',
    address_noted: 'Obrigado. Seu e-mail foi anotado e nossa equipe pode vê-lo.',
  },
  fr: {
    agent_here: (name) => `${name}, de notre équipe, est maintenant là.`,
    passed_on: 'Vous êtes transmis à un autre membre de l’équipe, qui n’a pas encore rejoint la conversation.',
    agent_gone: (name) => `La connexion avec ${name} a été perdue. Vous êtes de nouveau sur la liste d’attente, à la place que vous aviez.`,
    closed: 'Cette conversation est close. Vous pouvez écrire ici à nouveau à tout moment.',
    complaint_passed_on: 'J’ai transmis à notre équipe ce que vous avez écrit.',
    needs_person: 'Cela demande une personne de notre équipe.',
    person_coming: (before) =>
      `Je vous ai mis sur la liste d’attente pour parler à une personne de notre équipe. ${before === 0 ? 'C’est bientôt votre tour : personne n’est avant vous.' : `Personnes avant vous : ${before}.`}`,
    lately: (minutes) => ` Dernièrement, d’autres ont attendu environ ${minutes} min.`,
    after_hours: (opening) =>
      `Je vous ai mis sur la liste d’attente pour parler à une personne de notre équipe. Personne n’est là en dehors de nos horaires, qui reprennent : ${opening}.`,
    leave_address: ' Si vous écrivez votre adresse e-mail ici, notre équipe pourra la voir et vous y répondre.',
    address_noted: 'Merci. Votre adresse e-mail est notée et notre équipe peut la voir.',
  },
  de: {
    agent_here: (name) => `${name} aus unserem Team ist jetzt da.`,
    passed_on: 'Sie werden an jemand anderen aus dem Team weitergegeben; noch ist niemand da.',
    agent_gone: (name) => `Die Verbindung zu ${name} ist abgebrochen. Sie stehen wieder auf der Warteliste, an dem Platz, den Sie hatten.`,
    closed: 'Diese Unterhaltung ist beendet. Sie können hier jederzeit wieder schreiben.',
    complaint_passed_on: 'Ich habe an unser Team weitergegeben, was Sie geschrieben haben.',
    needs_person: 'Darum sollte sich ein Mensch aus unserem Team kümmern.',
    person_coming: (before) =>
      `Ich habe Sie auf die Warteliste für eine Person aus unserem Team gesetzt. ${before === 0 ? 'Sie sind als Nächstes an der Reihe.' : `Vor Ihnen warten: ${before}.`}`,
    lately: (minutes) => ` Andere haben zuletzt etwa ${minutes} Min. gewartet.`,
    after_hours: (opening) =>
      `Ich habe Sie auf die Warteliste für eine Person aus unserem Team gesetzt. Außerhalb unserer Zeiten ist niemand da; sie beginnen wieder: ${opening}.`,
    leave_address: ' Wenn Sie Ihre E-Mail-Adresse hier schreiben, kann unser Team sie sehen und Ihnen dort antworten.',
    address_noted: 'Danke. Ihre E-Mail-Adresse ist notiert, und unser Team kann sie sehen.',
  },
  ru: {
    agent_here: (name) => `${name} из нашей команды теперь на связи.`,
    passed_on: 'Вас передают другому сотруднику; он ещё не подключился.',
    agent_gone: (name) => `Связь с сотрудником (${name}) прервалась. Вы снова в очереди, на прежнем месте.`,
    closed: 'Этот разговор завершён. Вы можете снова написать сюда в любое время.',
    complaint_passed_on: 'Я передал нашей команде то, что вы написали.',
    needs_person: 'Этим вопросом должен заняться сотрудник нашей команды.',
    person_coming: (before) =>
      `Я поставил вас в очередь к сотруднику нашей команды. ${before === 0 ? 'Вы следующий.' : `Перед вами в очереди: ${before}.`}`,
    lately: (minutes) => ` Другие в последнее время ждали около ${minutes} мин.`,
    after_hours: (opening) =>
      `Я поставил вас в очередь к сотруднику нашей команды. Сейчас нерабочее время; рабочее время начнётся: ${opening}.`,
    leave_address: ' Если вы напишете здесь свой адрес электронной почты, наша команда увидит его и сможет ответить туда.',
    address_noted: 'Спасибо. Ваш адрес записан, наша команда его видит.',
  },
  ja: {
    agent_here: (name) => `担当者の${name}が参加しました。`,
    passed_on: '別の担当者に引き継いでいます。まだ参加していません。',
    agent_gone: (name) => `${name}との接続が切れました。元の順番のまま、担当者の待ちリストに戻りました。`,
    closed: 'この会話は終了しました。いつでもここに再び書き込めます。',
    complaint_passed_on: 'お書きいただいた内容を担当チームに伝えました。',
    needs_person: 'この件は担当者による対応が必要です。',
    person_coming: (before) =>
      `担当者の待ちリストに登録しました。${before === 0 ? '次の順番です。' : `あなたの前に${before}人が待っています。`}`,
    lately: (minutes) => `最近の待ち時間は約${minutes}分でした。`,
    after_hours: (opening) => `担当者の待ちリストに登録しました。現在は受付時間外です。次の受付開始：${opening}。`,
    leave_address: 'ここにメールアドレスを書いていただければ、担当者が確認し、そちらに返信できます。',
    address_noted: 'ありがとうございます。メールアドレスを控えました。担当者が確認できます。',
  },
  ko: {
    agent_here: (name) => `상담원 ${name} 님이 들어왔습니다.`,
    passed_on: '다른 상담원에게 넘기고 있습니다. 아직 들어오지 않았습니다.',
    agent_gone: (name) => `${name} 상담원과의 연결이 끊겼습니다. 원래 순서 그대로 대기 목록에 다시 올려 드렸습니다.`,
    closed: '이 대화는 종료되었습니다. 언제든지 여기에 다시 글을 남기실 수 있습니다.',
    complaint_passed_on: '작성해 주신 내용을 저희 팀에 전달했습니다.',
    needs_person: '이 문의는 상담원의 도움이 필요합니다.',
    person_coming: (before) =>
      `상담원 대기 목록에 등록해 드렸습니다. ${before === 0 ? '다음 차례입니다.' : `앞에 ${before}명이 기다리고 있습니다.`}`,
    lately: (minutes) => ` 최근 다른 분들은 약 ${minutes}분 기다리셨습니다.`,
    after_hours: (opening) => `상담원 대기 목록에 등록해 드렸습니다. 지금은 상담 시간이 아닙니다. 다음 상담 시작: ${opening}.`,
    leave_address: ' 여기에 이메일 주소를 남겨 주시면 상담팀이 보고 그쪽으로 답변드릴 수 있습니다.',
    address_noted: '감사합니다. 이메일 주소를 적어 두었으며 상담팀이 볼 수 있습니다.',
  },
  ar: {
    agent_here: (name) => `انضم الآن ${name} من فريقنا.`,
    passed_on: 'يجري تحويلك إلى زميل آخر لم ينضم بعد.',
    agent_gone: (name) => `انقطع الاتصال مع ${name}. عدت إلى قائمة الانتظار في مكانك السابق.`,
    closed: 'أُغلقت هذه المحادثة. يمكنك الكتابة هنا مجددًا في أي وقت.',
    complaint_passed_on: 'نقلتُ ما كتبته إلى فريقنا.',
    needs_person: 'هذا الأمر يحتاج إلى أحد أفراد فريقنا.',
    person_coming: (before) =>
      `أضفتك إلى قائمة الانتظار للتحدث إلى أحد أفراد فريقنا. ${before === 0 ? 'أنت التالي.' : `عدد من قبلك: ${before}.`}`,
    lately: (minutes) => ` انتظر آخرون مؤخرًا نحو ${minutes} دقيقة.`,
    after_hours: (opening) =>
      `أضفتك إلى قائمة الانتظار للتحدث إلى أحد أفراد فريقنا. لا يوجد أحد خارج أوقات عملنا، التي تبدأ مجددًا: ${opening}.`,
    leave_address: ' إذا كتبت بريدك الإلكتروني هنا فسيراه فريقنا ويستطيع الرد عليك هناك.',
    address_noted: 'شكرًا لك. سُجّل بريدك الإلكتروني ويستطيع فريقنا رؤيته.',
  },
}

/** A name as it stands in Markdown: nothing in it becomes a link, or anything else. */
export const plainName = (name: string): string => name.replace(/[\\`*_{}[\]()<>#!|~]/g, (sign) => `\\${sign}`)
