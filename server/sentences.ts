/**
 * The few sentences that the system says in its own name. Each is true in the situation that it is for and promises
 * nothing that nobody keeps. English and Chinese; more languages join the table.
 */

export type Sentence =
  /** No model is connected, and no approved question fits. */
  | 'no_model'
  /** The same, with questions offered below. */
  | 'no_model_but_questions'
  /** The model failed, and nothing better is there. */
  | 'model_failed'
  /** The server was stopped while it was answering. */
  | 'interrupted'
  /** A crash left the message unanswered, and it is too old or failed too often to try again. */
  | 'not_answered'
  /** The customer asked for a person. */
  | 'person_noted'
  /** The customer stopped an answer before its first word. */
  | 'stopped'
  /** The customer came back from waiting to the assistant. */
  | 'back_to_assistant'

const SENTENCES: Record<Sentence, { en: string; zh: string }> = {
  no_model: {
    en: 'I don’t have an approved answer to that, and I would rather not guess. You can ask for a person.',
    zh: '这个问题我还没有经过确认的答案，我不想随便猜。您可以转人工。',
  },
  no_model_but_questions: {
    en: 'I don’t have an approved answer to that, and I would rather not guess. You could try one of these questions, or ask for a person.',
    zh: '这个问题我还没有经过确认的答案，我不想随便猜。您可以试试下面的问题，或者转人工。',
  },
  model_failed: {
    en: 'Sorry, I could not get an answer just now. Your message is kept. Please try again in a moment, or ask for a person.',
    zh: '抱歉，我暂时无法得到答案。您的消息已保存，请稍后再试，或者转人工。',
  },
  interrupted: {
    en: 'I was interrupted before I could finish my answer. Please ask me once more.',
    zh: '我的回答被中断了，没能说完。请您再问一次。',
  },
  not_answered: {
    en: 'Something went wrong on our side and your message was not answered. Please ask me once more.',
    zh: '我们这边出了问题，您的消息没有得到回答。请您再问一次。',
  },
  person_noted: {
    en: 'I have put you on the list for a person from our team. Nobody is in this chat right now, and I cannot promise when someone will be.',
    zh: '我已把您加入人工客服的等候名单。目前没有客服人员在线，我无法承诺何时会有人回复。',
  },
  stopped: {
    en: 'You stopped this answer before it began.',
    zh: '您在回答开始之前停止了它。',
  },
  back_to_assistant: {
    en: 'You are back with the assistant.',
    zh: '您已回到智能助手。',
  },
}

/** An address becomes a link: the widget renders Markdown. */
const linked = (contact: string): string => (/^[^\s@<>()[\]]+@[^\s@<>()[\]]+$/.test(contact) ? `[${contact}](mailto:${contact})` : contact)

const CONTACT = {
  en: (contact: string) => ` You can always write to ${linked(contact)}.`,
  zh: (contact: string) => `您也可以随时联系 ${linked(contact)}。`,
}

/** `contact`: where a customer can write instead; left out when the site has none. */
export const sentence = (name: Sentence, language: 'en' | 'zh', contact = ''): string =>
  SENTENCES[name][language] + (contact === '' ? '' : CONTACT[language](contact))
