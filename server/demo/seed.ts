/** The demo's tenant: one small shop with its facts, approved questions and documents, written for it in English and Chinese. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uuidv7 } from '../../shared/identity.ts'
import { DEMO_FOLDER } from '../places.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import type { NewSite, Site, SitePolicy } from '../ports/sites.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { addStartingLists } from '../word-lists/add-starting-lists.ts'
import { seedDocuments } from './documents.ts'

export const DEMO_SITE_KEY = 'late-light'
const TENANT = { id: 'demo', name: 'Demo' }

type DemoQuestion = Pick<Question, 'text' | 'variants' | 'answer' | 'tags' | 'suggested'>

const readJson = <Value>(name: string): Value => JSON.parse(readFileSync(`${DEMO_FOLDER}/${name}`, 'utf8')) as Value

/**
 * Makes what is missing. What is there stays: questions that somebody has edited are not overwritten by the next start. Only the
 * origins always follow, because they hold the ports. Answers how many questions there are, in words.
 */
export async function seedDemo(database: Database, { origins, shopUrl }: { origins: string[]; shopUrl: string }): Promise<string> {
  const { name, ...policy } = readJson<Pick<Site, 'name'> & Partial<SitePolicy>>('site.json')
  if (!(await database.tenants()).some((tenant) => tenant.id === TENANT.id)) await database.createTenant(TENANT)
  const tenant = database.forTenant(TENANT.id)

  const known = await database.siteByKey(DEMO_SITE_KEY)
  if (known) {
    const site = (await tenant.updateSite(known.id, { origins })) ?? known
    // A first start that was cut short may have left the site without its questions.
    if ((await tenant.questions(site.id)).length === 0) await writeQuestions(tenant, site.id, shopUrl)
    const questions = await tenant.questions(site.id)
    // Links in the answers name the shop's port, which another PORT moves.
    const moved = known.origins.filter((origin) => !origins.includes(origin))
    for (const { id, answer } of questions) {
      const links = moved.reduce((text, origin) => text.replaceAll(origin, shopUrl), answer)
      if (links !== answer) await tenant.updateQuestion(id, { answer: links })
    }
    await seedDocuments(tenant, site.id, { shopUrl, moved })
    return countByLanguage(questions)
  }

  const site: NewSite = {
    id: uuidv7(Date.now(), randomBytes(16)),
    key: DEMO_SITE_KEY,
    name,
    origins,
    policy: { ...DEFAULT_POLICY, ...policy },
  }
  await tenant.createSite(site)
  await addStartingLists(tenant, site.id, { languages: ['en', 'zh'], at: Date.now() })
  await writeQuestions(tenant, site.id, shopUrl)
  await seedDocuments(tenant, site.id, { shopUrl, moved: [] })
  return countByLanguage(await tenant.questions(site.id))
}

async function writeQuestions(tenant: TenantDatabase, siteId: string, shopUrl: string): Promise<void> {
  const writings: Promise<void>[] = []
  for (const locale of ['en', 'zh']) {
    for (const { text, variants, answer, tags, suggested } of readJson<DemoQuestion[]>(`questions.${locale}.json`)) {
      const at = Date.now()
      writings.push(
        tenant.createQuestion({
          id: uuidv7(at, randomBytes(16)),
          siteId,
          locale,
          text,
          variants,
          answer: answer.replaceAll('{{SHOP_URL}}', shopUrl),
          tags,
          suggested,
          updatedAt: at,
        }),
      )
    }
  }
  await Promise.all(writings)
}

/** `90 in English, 90 in Chinese`. */
const countByLanguage = (questions: Question[]): string =>
  [
    ['en', 'English'],
    ['zh', 'Chinese'],
  ]
    .map(([locale, language]) => `${questions.filter((question) => question.locale === locale).length} in ${language}`)
    .join(', ')
