/**
 * The few sentences that the system says in its own name. Each is true in the situation that it is for and promises
 * nothing that nobody keeps.
 */

import type { Language } from '../shared/language.ts'

export type Sentence =
  /** No model is connected, and no approved question fits. */
  | 'no_model'
  /** The same, with questions offered below. */
  | 'no_model_but_questions'
  /** The model failed, and nothing better is there. */
  | 'model_failed'
  /** What may be spent today is spent. */
  | 'limit_reached'
  /** The same, with questions offered below: their answers cost nothing. */
  | 'limit_reached_but_questions'
  /** The same, and a person was asked for in its place. */
  | 'person_instead'
  /** The model has been silent for a while. Shown in the place of its answer until that begins; never kept. */
  | 'still_working'
  /** The server was stopped while it was answering. */
  | 'interrupted'
  /** A crash left the message unanswered, and it is too old or failed too often to try again. */
  | 'not_answered'
  /** The answer was taken back, because of a word that the owner does not want. `person_noted` follows. */
  | 'answer_withheld'
  /** The customer asked for a person, or the owner's word did. */
  | 'person_noted'
  /** The customer stopped an answer before its first word. */
  | 'stopped'
  /** A greeting, where no model answers it. */
  | 'greeting'
  /** Thanks, where no model answers them. */
  | 'thanks'
  /** The customer came back from waiting to the assistant. */
  | 'back_to_assistant'

/**
 * A wish for a person is understood in English and Chinese. The other languages name the one word that works there too: “agent”.
 * `contact` follows a sentence where the site can be written to.
 */
const SENTENCES: Record<Language, Record<Sentence, string> & { contact: (address: string) => string }> = {
  en: {
    no_model: 'I don’t have an approved answer to that, and I would rather not guess. You can ask for a person.',
    no_model_but_questions:
      'I don’t have an approved answer to that, and I would rather not guess. You could try one of these questions, or ask for a person.',
    model_failed: 'Sorry, I could not get an answer just now. Your message is kept. Please try again in a moment, or ask for a person.',
    limit_reached: 'I have given all the answers that I can give today. You can ask for a person, or ask me again tomorrow.',
    limit_reached_but_questions:
      'I have given all the answers that I can give today, except to questions like these. You can try one of them, ask for a person, or ask me again tomorrow.',
    person_instead:
      'I cannot answer that at the moment, so I have put you on the list for a person from our team. Nobody is in this chat right now, and I cannot promise when someone will be.',
    still_working: 'I am still working on it.',
    interrupted: 'I was interrupted before I could finish my answer. Please ask me once more.',
    not_answered: 'Something went wrong on our side and your message was not answered. Please ask me once more.',
    answer_withheld: 'I have taken my answer back, because it had a word in it that I may not use here.',
    person_noted:
      'I have put you on the list for a person from our team. Nobody is in this chat right now, and I cannot promise when someone will be.',
    stopped: 'You stopped this answer before it began.',
    back_to_assistant: 'You are back with the assistant.',
    greeting: 'Hello. What can I do for you?',
    thanks: 'You are welcome.',
    contact: (address) => ` You can always write to ${address}.`,
  },
  zh: {
    no_model: '这个问题我还没有经过确认的答案，我不想随便猜。您可以转人工。',
    no_model_but_questions: '这个问题我还没有经过确认的答案，我不想随便猜。您可以试试下面的问题，或者转人工。',
    model_failed: '抱歉，我暂时无法得到答案。您的消息已保存，请稍后再试，或者转人工。',
    limit_reached: '我今天能回答的次数已经用完了。您可以转人工，或者明天再问我。',
    limit_reached_but_questions: '我今天能回答的次数已经用完了，但下面这类问题仍然可以回答。您可以试试其中一个，转人工，或者明天再问我。',
    person_instead: '我现在无法回答这个问题，所以已把您加入人工客服的等候名单。目前没有客服人员在线，我无法承诺何时会有人回复。',
    still_working: '我还在处理，请稍等。',
    interrupted: '我的回答被中断了，没能说完。请您再问一次。',
    not_answered: '我们这边出了问题，您的消息没有得到回答。请您再问一次。',
    answer_withheld: '我撤回了刚才的回答，因为其中含有此处不允许使用的词语。',
    person_noted: '我已把您加入人工客服的等候名单。目前没有客服人员在线，我无法承诺何时会有人回复。',
    stopped: '您在回答开始之前停止了它。',
    back_to_assistant: '您已回到智能助手。',
    greeting: '您好，请问有什么可以帮您？',
    thanks: '不客气。',
    contact: (address) => `您也可以随时联系 ${address}。`,
  },
  es: {
    no_model: 'No tengo una respuesta aprobada para eso y prefiero no adivinar. Escriba «agent» si desea hablar con una persona.',
    no_model_but_questions:
      'No tengo una respuesta aprobada para eso y prefiero no adivinar. Pruebe con una de estas preguntas o escriba «agent» si desea hablar con una persona.',
    model_failed:
      'Lo siento, ahora mismo no he podido obtener una respuesta. Su mensaje está guardado. Inténtelo de nuevo en un momento o escriba «agent» si desea hablar con una persona.',
    limit_reached:
      'Ya he dado todas las respuestas que puedo dar hoy. Escriba «agent» si desea hablar con una persona, o pregúnteme de nuevo mañana.',
    limit_reached_but_questions:
      'Ya he dado todas las respuestas que puedo dar hoy, salvo a preguntas como estas. Pruebe con una de ellas, escriba «agent» si desea hablar con una persona o pregúnteme de nuevo mañana.',
    person_instead:
      'Ahora mismo no puedo responder a eso, así que le he puesto en la lista de espera para hablar con una persona de nuestro equipo. En este momento no hay nadie en este chat y no puedo prometerle cuándo lo habrá.',
    still_working: 'Sigo trabajando en ello.',
    interrupted: 'Mi respuesta se ha interrumpido antes de terminar. Pregúnteme otra vez, por favor.',
    not_answered: 'Algo ha fallado por nuestra parte y su mensaje se quedó sin respuesta. Pregúnteme otra vez, por favor.',
    answer_withheld: 'He retirado mi respuesta porque contenía una palabra que no puedo usar aquí.',
    person_noted:
      'He puesto su solicitud en la lista de espera para hablar con una persona de nuestro equipo. Ahora mismo no hay nadie en este chat y no puedo prometerle cuándo lo habrá.',
    stopped: 'Ha detenido esta respuesta antes de que empezara.',
    back_to_assistant: 'Vuelve a estar con el asistente.',
    greeting: 'Hola. ¿En qué puedo ayudarle?',
    thanks: 'De nada.',
    contact: (address) => ` También puede escribir en cualquier momento a ${address}.`,
  },
  pt: {
    no_model: 'Não tenho uma resposta aprovada para isso e prefiro não adivinhar. Escreva “agent” se quiser falar com uma pessoa.',
    no_model_but_questions:
      'Não tenho uma resposta aprovada para isso e prefiro não adivinhar. Experimente uma destas perguntas ou escreva “agent” se quiser falar com uma pessoa.',
    model_failed:
      'Desculpe, não consegui obter uma resposta agora. Sua mensagem está guardada. Tente de novo daqui a pouco ou escreva “agent” se quiser falar com uma pessoa.',
    limit_reached:
      'Já dei todas as respostas que posso dar hoje. Escreva “agent” se quiser falar com uma pessoa, ou pergunte de novo amanhã.',
    limit_reached_but_questions:
      'Já dei todas as respostas que posso dar hoje, exceto a perguntas como estas. Experimente uma delas, escreva “agent” se quiser falar com uma pessoa ou pergunte de novo amanhã.',
    person_instead:
      'Não consigo responder a isso agora, por isso coloquei você na lista de espera para falar com uma pessoa da nossa equipe. Não há ninguém neste chat no momento, e não posso prometer quando haverá.',
    still_working: 'Ainda estou trabalhando nisso.',
    interrupted: 'Minha resposta foi interrompida antes do fim. Por favor, pergunte mais uma vez.',
    not_answered: 'Algo deu errado do nosso lado e sua mensagem ficou sem resposta. Por favor, pergunte mais uma vez.',
    answer_withheld: 'Retirei minha resposta porque ela tinha uma palavra que não posso usar aqui.',
    person_noted:
      'Coloquei você na lista de espera para falar com uma pessoa da nossa equipe. Não há ninguém neste chat agora, e não posso prometer quando haverá.',
    stopped: 'Você interrompeu esta resposta antes de ela começar.',
    back_to_assistant: 'Você está de volta com o assistente.',
    greeting: 'Olá. Em que posso ajudar?',
    thanks: 'De nada, disponha.',
    contact: (address) => ` Você também pode escrever a qualquer momento para ${address}.`,
  },
  fr: {
    no_model:
      'Je n’ai pas de réponse validée à cette question et je préfère ne pas deviner. Écrivez «\u00A0agent\u00A0» si vous souhaitez parler à une personne.',
    no_model_but_questions:
      'Je n’ai pas de réponse validée à cette question et je préfère ne pas deviner. Essayez l’une des questions ci-dessous, ou écrivez «\u00A0agent\u00A0» si vous souhaitez parler à une personne.',
    model_failed:
      'Désolé, je n’ai pas pu obtenir de réponse pour le moment. Votre message est conservé. Réessayez dans un instant, ou écrivez «\u00A0agent\u00A0» si vous souhaitez parler à une personne.',
    limit_reached:
      'J’ai donné toutes les réponses que je peux donner aujourd’hui. Écrivez «\u00A0agent\u00A0» si vous souhaitez parler à une personne, ou reposez-moi la question demain.',
    limit_reached_but_questions:
      'J’ai donné toutes les réponses que je peux donner aujourd’hui, sauf à des questions comme celles-ci. Essayez l’une d’elles, écrivez «\u00A0agent\u00A0» si vous souhaitez parler à une personne, ou reposez-moi la question demain.',
    person_instead:
      'Je ne peux pas répondre pour le moment\u00A0; je vous ai donc mis sur la liste d’attente pour parler à une personne de notre équipe. Personne n’est présent dans ce chat pour l’instant, et je ne peux pas promettre quand quelqu’un le sera.',
    still_working: 'J’y travaille encore.',
    interrupted: 'Ma réponse a été interrompue avant la fin. Posez-moi la question encore une fois, s’il vous plaît.',
    not_answered:
      'Un problème est survenu de notre côté et votre message est resté sans réponse. Posez-moi la question encore une fois, s’il vous plaît.',
    answer_withheld: 'J’ai retiré ma réponse, car elle contenait un mot que je ne peux pas employer ici.',
    person_noted:
      'Votre demande de parler à une personne de notre équipe est sur la liste d’attente. Personne n’est présent dans ce chat pour l’instant, et je ne peux pas promettre quand quelqu’un le sera.',
    stopped: 'Vous avez arrêté cette réponse avant qu’elle ne commence.',
    back_to_assistant: 'Vous êtes de nouveau avec l’assistant.',
    greeting: 'Bonjour. Que puis-je faire pour vous\u00A0?',
    thanks: 'Je vous en prie.',
    contact: (address) => ` Vous pouvez aussi écrire à tout moment à ${address}.`,
  },
  de: {
    no_model:
      'Dazu habe ich keine freigegebene Antwort, und raten möchte ich nicht. Schreiben Sie „agent“, wenn Sie mit einem Menschen sprechen möchten.',
    no_model_but_questions:
      'Dazu habe ich keine freigegebene Antwort, und raten möchte ich nicht. Vielleicht hilft eine dieser Fragen; oder schreiben Sie „agent“, wenn Sie mit einem Menschen sprechen möchten.',
    model_failed:
      'Leider konnte ich gerade keine Antwort bekommen. Ihre Nachricht ist gespeichert. Bitte versuchen Sie es gleich noch einmal, oder schreiben Sie „agent“, wenn Sie mit einem Menschen sprechen möchten.',
    limit_reached:
      'Mehr Antworten kann ich heute nicht geben. Schreiben Sie „agent“, wenn Sie mit einem Menschen sprechen möchten, oder fragen Sie mich morgen noch einmal.',
    limit_reached_but_questions:
      'Mehr Antworten kann ich heute nicht geben, außer auf Fragen wie diese. Versuchen Sie es mit einer davon, schreiben Sie „agent“, wenn Sie mit einem Menschen sprechen möchten, oder fragen Sie mich morgen noch einmal.',
    person_instead:
      'Darauf kann ich gerade nicht antworten. Deshalb habe ich Sie auf die Warteliste für ein Gespräch mit einem Menschen aus unserem Team gesetzt. Im Moment ist niemand in diesem Chat, und ich kann nicht versprechen, wann jemand da sein wird.',
    still_working: 'Ich arbeite noch daran.',
    interrupted: 'Meine Antwort wurde unterbrochen, bevor sie fertig war. Bitte fragen Sie mich noch einmal.',
    not_answered: 'Bei uns ist etwas schiefgegangen, und Ihre Nachricht wurde nicht beantwortet. Bitte fragen Sie mich noch einmal.',
    answer_withheld: 'Ich habe meine Antwort zurückgenommen, weil darin ein Wort stand, das ich hier nicht verwenden darf.',
    person_noted:
      'Ich habe Sie auf die Warteliste für ein Gespräch mit einem Menschen aus unserem Team gesetzt. Im Moment ist niemand in diesem Chat, und ich kann nicht versprechen, wann jemand da sein wird.',
    stopped: 'Sie haben diese Antwort gestoppt, bevor sie begann.',
    back_to_assistant: 'Sie sind wieder beim Assistenten.',
    greeting: 'Guten Tag. Was kann ich für Sie tun?',
    thanks: 'Gern geschehen.',
    contact: (address) => ` Sie können auch jederzeit an ${address} schreiben.`,
  },
  ru: {
    no_model: 'У меня нет утверждённого ответа на этот вопрос, а гадать я не хочу. Напишите «agent», если хотите поговорить с человеком.',
    no_model_but_questions:
      'У меня нет утверждённого ответа на этот вопрос, а гадать я не хочу. Попробуйте один из вопросов ниже или напишите «agent», если хотите поговорить с человеком.',
    model_failed:
      'К сожалению, сейчас мне не удалось получить ответ. Ваше сообщение сохранено. Попробуйте ещё раз чуть позже или напишите «agent», если хотите поговорить с человеком.',
    limit_reached:
      'Я уже дал все ответы, которые могу дать сегодня. Напишите «agent», если хотите поговорить с человеком, или спросите меня ещё раз завтра.',
    limit_reached_but_questions:
      'Я уже дал все ответы, которые могу дать сегодня, — кроме ответов на такие вопросы. Попробуйте один из них, напишите «agent», если хотите поговорить с человеком, или спросите меня ещё раз завтра.',
    person_instead:
      'Сейчас я не могу на это ответить, поэтому добавил ваш запрос в список ожидания сотрудника. Сейчас в этом чате никого нет, и я не могу обещать, когда кто-нибудь появится.',
    still_working: 'Я всё ещё работаю над ответом.',
    interrupted: 'Мой ответ прервался, не дойдя до конца. Пожалуйста, спросите ещё раз.',
    not_answered: 'У нас произошла ошибка, и ваше сообщение осталось без ответа. Пожалуйста, спросите ещё раз.',
    answer_withheld: 'Я убрал свой ответ, потому что в нём было слово, которое здесь использовать нельзя.',
    person_noted:
      'Ваша просьба поговорить с сотрудником добавлена в список ожидания. Сейчас в этом чате никого нет, и я не могу обещать, когда кто-нибудь появится.',
    stopped: 'Вы остановили этот ответ до того, как он начался.',
    back_to_assistant: 'Вы снова общаетесь с ассистентом.',
    greeting: 'Здравствуйте. Чем могу помочь?',
    thanks: 'Пожалуйста.',
    contact: (address) => ` Вы также можете написать нам в любое время: ${address}.`,
  },
  ja: {
    no_model:
      'そのご質問には確認済みの回答がなく、推測でお答えすることは控えさせていただきます。担当者との会話をご希望の場合は「agent」と送信してください。',
    no_model_but_questions:
      'そのご質問には確認済みの回答がなく、推測でお答えすることは控えさせていただきます。下の質問をお試しいただくか、担当者との会話をご希望の場合は「agent」と送信してください。',
    model_failed:
      '申し訳ございません。ただいま回答を用意できませんでした。メッセージは保存されています。しばらくしてからもう一度お試しいただくか、担当者との会話をご希望の場合は「agent」と送信してください。',
    limit_reached:
      '本日お答えできる回数の上限に達しました。担当者との会話をご希望の場合は「agent」と送信していただくか、明日もう一度ご質問ください。',
    limit_reached_but_questions:
      '本日お答えできる回数の上限に達しましたが、下のようなご質問には引き続きお答えできます。そちらをお試しいただくか、担当者との会話をご希望の場合は「agent」と送信していただくか、明日もう一度ご質問ください。',
    person_instead:
      'ただいまそのご質問にお答えできないため、担当者との会話の順番待ちに追加しました。現在このチャットに担当者はおらず、いつ対応できるかはお約束できません。',
    still_working: '引き続き確認しています。',
    interrupted: '回答の途中で中断されました。お手数ですが、もう一度ご質問ください。',
    not_answered: '当方の不具合により、メッセージに回答できませんでした。お手数ですが、もう一度ご質問ください。',
    answer_withheld: 'ここでは使用できない言葉が含まれていたため、回答を取り下げました。',
    person_noted: '担当者との会話の順番待ちに追加しました。ただいまこのチャットに担当者はおらず、いつ対応できるかはお約束できません。',
    stopped: 'この回答は始まる前に停止されました。',
    back_to_assistant: 'アシスタントとの会話に戻りました。',
    greeting: 'こんにちは。ご用件をお聞かせください。',
    thanks: 'どういたしまして。',
    contact: (address) => `${address} にもいつでもご連絡いただけます。`,
  },
  ko: {
    no_model: '그 질문에는 확인된 답변이 없어 추측으로 말씀드리지 않겠습니다. 상담원과 대화하시려면 ‘agent’라고 보내 주세요.',
    no_model_but_questions:
      '그 질문에는 확인된 답변이 없어 추측으로 말씀드리지 않겠습니다. 아래 질문을 이용해 보시거나, 상담원과 대화하시려면 ‘agent’라고 보내 주세요.',
    model_failed:
      '죄송합니다. 지금은 답변을 가져오지 못했습니다. 메시지는 저장되어 있습니다. 잠시 후 다시 시도하시거나, 상담원과 대화하시려면 ‘agent’라고 보내 주세요.',
    limit_reached: '오늘 드릴 수 있는 답변을 모두 드렸습니다. 상담원과 대화하시려면 ‘agent’라고 보내 주시거나, 내일 다시 질문해 주세요.',
    limit_reached_but_questions:
      '오늘 드릴 수 있는 답변을 모두 드렸지만, 아래와 같은 질문에는 계속 답변해 드립니다. 그중 하나를 이용해 보시거나, 상담원과 대화하시려면 ‘agent’라고 보내 주시거나, 내일 다시 질문해 주세요.',
    person_instead:
      '지금은 그 질문에 답변해 드릴 수 없어 상담원 대기 목록에 등록해 드렸습니다. 지금 이 채팅에는 상담원이 없으며, 언제 연결될지 약속드릴 수 없습니다.',
    still_working: '아직 확인하고 있습니다.',
    interrupted: '답변이 끝나기 전에 중단되었습니다. 다시 한번 질문해 주세요.',
    not_answered: '저희 쪽 문제로 메시지에 답변하지 못했습니다. 다시 한번 질문해 주세요.',
    answer_withheld: '여기에서 사용할 수 없는 단어가 들어 있어 답변을 취소했습니다.',
    person_noted: '상담원 대기 목록에 등록해 드렸습니다. 지금 이 채팅에는 상담원이 없으며, 언제 연결될지 약속드릴 수 없습니다.',
    stopped: '답변이 시작되기 전에 중지하셨습니다.',
    back_to_assistant: '다시 어시스턴트와 대화합니다.',
    greeting: '안녕하세요. 무엇을 도와드릴까요?',
    thanks: '별말씀을요.',
    contact: (address) => ` 언제든지 여기로도 문의하실 수 있습니다: ${address}`,
  },
  ar: {
    no_model: 'لا تتوفر لدي إجابة معتمدة عن هذا السؤال، وأفضّل ألا أخمّن. للتحدث إلى أحد أفراد فريقنا، يُرجى كتابة «agent».',
    no_model_but_questions:
      'لا تتوفر لدي إجابة معتمدة عن هذا السؤال، وأفضّل ألا أخمّن. يمكنك تجربة أحد الأسئلة أدناه، أو كتابة «agent» للتحدث إلى أحد أفراد فريقنا.',
    model_failed:
      'عذرًا، لم أتمكن من الحصول على إجابة الآن. رسالتك محفوظة. يُرجى المحاولة مرة أخرى بعد قليل، أو كتابة «agent» للتحدث إلى أحد أفراد فريقنا.',
    limit_reached:
      'لقد قدّمت كل الإجابات التي يمكنني تقديمها اليوم. للتحدث إلى أحد أفراد فريقنا، يُرجى كتابة «agent»، أو طرح السؤال مرة أخرى غدًا.',
    limit_reached_but_questions:
      'لقد قدّمت كل الإجابات التي يمكنني تقديمها اليوم، باستثناء أسئلة كهذه. يمكنك تجربة أحدها، أو كتابة «agent» للتحدث إلى أحد أفراد فريقنا، أو طرح السؤال مرة أخرى غدًا.',
    person_instead:
      'لا أستطيع الإجابة عن ذلك الآن، لذلك أضفتك إلى قائمة الانتظار للتحدث إلى أحد أفراد فريقنا. لا يوجد أحد في هذه المحادثة الآن، ولا أستطيع أن أعدك بموعد لوجود أحد.',
    still_working: 'ما زلت أعمل على ذلك.',
    interrupted: 'انقطعت إجابتي قبل أن تكتمل. يُرجى طرح السؤال مرة أخرى.',
    not_answered: 'حدث خطأ من جانبنا ولم تتم الإجابة عن رسالتك. يُرجى طرح السؤال مرة أخرى.',
    answer_withheld: 'سحبتُ إجابتي لأنها تضمنت كلمة لا يُسمح لي باستخدامها هنا.',
    person_noted: 'أضفتك إلى قائمة الانتظار للتحدث إلى أحد أفراد فريقنا. لا يوجد أحد في هذه المحادثة الآن، ولا أستطيع أن أعدك بموعد لوجود أحد.',
    stopped: 'تم إيقاف هذه الإجابة قبل أن تبدأ.',
    back_to_assistant: 'عدت إلى المحادثة مع المساعد.',
    greeting: 'مرحبًا. كيف يمكنني مساعدتك؟',
    thanks: 'على الرحب والسعة.',
    contact: (address) => ` يمكنك أيضًا مراسلتنا في أي وقت على ${address}.`,
  },
}

/** An address becomes a link: the widget renders Markdown. */
const linked = (contact: string): string => (/^[^\s@<>()[\]]+@[^\s@<>()[\]]+$/.test(contact) ? `[${contact}](mailto:${contact})` : contact)

/** `contact`: where a customer can write instead; left out when the site has none. */
export const sentence = (name: Sentence, language: Language, contact = ''): string =>
  SENTENCES[language][name] + contactSentence(language, contact)

export const contactSentence = (language: Language, contact: string): string =>
  contact === '' ? '' : SENTENCES[language].contact(linked(contact))
