/** The part of the Database that holds approved questions, and the wordings that customers suggest for them. */

export type Question = {
  id: string
  siteId: string
  /** BCP 47 primary language: `en`, `zh`. */
  locale: string
  text: string
  /** Other wordings that the owner approved. */
  variants: string[]
  /** Markdown. */
  answer: string
  tags: string[]
  /** Offered as a button in an empty conversation. */
  suggested: boolean
  updatedAt: number
  /** Before the one and from the other on, in milliseconds since 1970, it is neither answered nor offered. */
  validFrom?: number
  validTo?: number
}

/** Fields left out stay as they are; `null` takes a date away. */
export type QuestionChanges = Partial<Omit<Question, 'id' | 'siteId' | 'validFrom' | 'validTo'>> & {
  validFrom?: number | null
  validTo?: number | null
}

/** What customers asked before they chose this question from an offer: a variant of it, should the owner think so. */
export type SuggestedWording = {
  /** The same for the same wording of the same question. */
  id: string
  siteId: string
  questionId: string
  /** As it was asked last. */
  text: string
  /** Conversations in which it was asked. */
  count: number
  lastAt: number
}

export type QuestionsDatabase = {
  questions(siteId: string): Promise<Question[]>
  /** In the same order, those behind the place that the last page told, 0 at first. `next` is absent at the end. */
  questionsPage(siteId: string, page: { after: number; limit: number }): Promise<{ questions: Question[]; next?: number }>
  question(questionId: string): Promise<Question | undefined>
  /** Rejects with `Duplicate` when the site has a question with the same text and language. */
  createQuestion(question: Question): Promise<void>
  updateQuestion(questionId: string, changes: QuestionChanges): Promise<Question | undefined>
  /** With what is suggested for it. */
  deleteQuestion(questionId: string): Promise<boolean>
  /**
   * Adds these, in order, and changes those whose text and language the site has already, but for their ids. In one transaction. Rejects when there is no
   * such site.
   */
  putQuestions(siteId: string, questions: readonly Question[]): Promise<{ added: number; changed: number }>
  /** Grows with every change of what the site knows, which is its questions, its documents, its name and its policy: kept answers and indexes of an older one are stale. */
  knowledgeVersion(siteId: string): Promise<number>

  /**
   * Kept until its conversation is erased or its question deleted. Beyond `most` the oldest of the site make room; what was dismissed is not
   * kept again.
   */
  keepWording(
    wording: Omit<SuggestedWording, 'count' | 'lastAt'> & { conversationId: string; epoch: string; at: number; most: number },
  ): Promise<void>
  /** The most asked first, of those the newest. */
  suggestedWordings(siteId: string): Promise<SuggestedWording[]>
  /** Makes it a variant of its question. `full` where that has `most`; `undefined` when there is no such wording. */
  acceptWording(acceptance: { wordingId: string; at: number; most: number }): Promise<Question | 'full' | undefined>
  dismissWording(wordingId: string): Promise<boolean>
}
