/** The part of the port that knows those who work at the desk, over the operations. */

import type { PeopleDatabase, PeopleDirectory } from '../../ports/people.ts'
import type { Run } from './tenant-database.ts'

const NO_TENANT = ''

export const peopleDirectory = ({ read, write }: Run): PeopleDirectory => ({
  accountsByEmail: (email) => read('accountsByEmail', NO_TENANT, email),
  deskSession: (secretHash) => read('deskSession', NO_TENANT, secretHash),
  welcomeLink: (wanted) => read('welcomeLink', NO_TENANT, wanted),
  forgetOldSessions: (before) => write('forgetOldSessions', NO_TENANT, before),
})

export const peopleDatabase = ({ read, write }: Run, tenantId: string): PeopleDatabase => ({
  people: () => read('people', tenantId, undefined),
  account: (personId) => read('account', tenantId, personId),
  updatePerson: (change) => write('updatePerson', tenantId, change),
  removePerson: (removal) => write('removePerson', tenantId, removal),
  changePassword: (change) => write('changePassword', tenantId, change),
  changePasswordHash: (change) => write('changePasswordHash', tenantId, change),

  addWelcomeLink: (link) => write('addWelcomeLink', tenantId, link),
  invitations: (at) => read('invitations', tenantId, at),
  removeInvitation: (linkId) => write('removeInvitation', tenantId, linkId),
  welcomePerson: (welcome) => write('welcomePerson', tenantId, welcome),
  resetPassword: (reset) => write('resetPassword', tenantId, reset),

  openDeskSession: (session) => write('openDeskSession', tenantId, session),
  touchDeskSession: (use) => write('touchDeskSession', tenantId, use),
  deskSessions: (personId) => read('deskSessions', tenantId, personId),
  endDeskSessions: (ended) => write('endDeskSessions', tenantId, ended),

  addAudit: (entry) => write('addAudit', tenantId, entry),
  audit: (wanted) => read('audit', tenantId, wanted),
})
