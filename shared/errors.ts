/**
 * Every error that leaves the house, in one table. `docs/errors.md` lists the same codes; a test compares both ways.
 *
 * `retryable`: the same request can succeed later without being changed. `status`: the HTTP status where the error is
 * an HTTP answer. `says`: one plain sentence for developers; customers read the widget's own translation.
 * An error that is not in this table leaves as `internal` and says nothing about itself.
 */
export const ERRORS = {
  text_empty: { retryable: false, status: 422, says: 'The message has no visible text.' },
  text_too_long: { retryable: false, status: 422, says: 'The message is longer than 4,000 characters.' },
  text_invalid: { retryable: false, status: 422, says: 'The text has a NUL character or half a surrogate pair.' },
  text_refused: { retryable: false, status: 422, says: 'The message has a word that this site does not accept.' },
  cid_invalid: { retryable: false, status: 422, says: 'The message id is not a UUID.' },
  cid_conflict: { retryable: false, status: 409, says: 'This message id was used for another text.' },
  message_malformed: { retryable: false, status: 400, says: 'The packet does not have the form that the protocol describes.' },
  protocol_unsupported: { retryable: false, status: 400, says: 'The widget speaks another version of the protocol; reload the page.' },
  site_unknown: { retryable: false, status: 404, says: 'There is no site with this key.' },
  origin_refused: { retryable: false, status: 403, says: 'This site key may not be used from this origin.' },
  token_unknown: { retryable: false, status: 401, says: 'The visitor token is not valid here; connect without one.' },
  conversation_unknown: { retryable: false, status: 404, says: 'There is no such conversation.' },
  message_unknown: { retryable: false, status: 404, says: 'There is no such answer in this conversation.' },
  description_too_large: { retryable: false, status: 422, says: 'More is said of the visitor than may be kept.' },
  identity_refused: { retryable: false, status: 403, says: 'Nobody vouches for this user id: its hash or token is missing or wrong.' },
  identity_expired: {
    retryable: false,
    status: 403,
    says: 'The token of this user id has expired: have your backend make a new one, and call identify with it.',
  },
  identity_claims_invalid: {
    retryable: false,
    status: 403,
    says: 'The token is signed, but its claims do not fit: sub is the id as text, exp is at most a day ahead, aud is the site key or absent.',
  },
  throttled: { retryable: true, status: 429, says: 'Too many messages; retry after the time given.' },
  connections_exceeded: { retryable: true, status: 503, says: 'Too many connections; retry later.' },
  unavailable: { retryable: true, status: 503, says: 'The server cannot take this now; retry later.' },
  internal: { retryable: true, status: 500, says: 'Something failed on our side.' },
  request_invalid: { retryable: false, status: 400, says: 'The request does not have the form that the API describes.' },
  request_too_large: { retryable: false, status: 413, says: 'The request body is too large.' },
  key_missing: { retryable: false, status: 401, says: 'Send an API key: Authorization: Bearer kefu_….' },
  key_unknown: { retryable: false, status: 401, says: 'The API key is not valid.' },
  scope_missing: { retryable: false, status: 403, says: 'The API key does not have the scope that this call needs.' },
  not_found: { retryable: false, status: 404, says: 'There is nothing here, or nothing of yours.' },
  question_exists: { retryable: false, status: 409, says: 'Another approved question of this site has the same text.' },
  document_exists: { retryable: false, status: 409, says: 'Another document of this site has the same name.' },
  document_empty: { retryable: false, status: 422, says: 'The document has no text that anybody could read.' },
  documents_full: { retryable: false, status: 422, says: 'A site has at most 500 documents, and 5,000,000 characters of them.' },
  variants_full: { retryable: false, status: 422, says: 'An approved question has at most 50 variants.' },
  word_list_exists: { retryable: false, status: 409, says: 'Another word list of this site has the same name.' },
  word_list_full: { retryable: false, status: 422, says: 'A word list has at most 100,000 words, and a site at most 50 lists.' },
  login_needed: { retryable: false, status: 401, says: 'Log in first.' },
  login_failed: { retryable: false, status: 401, says: 'E-mail address or password is wrong.' },
  login_insecure: {
    retryable: false,
    status: 403,
    says: 'Passwords travel over HTTPS only: open the desk under an https:// address, or on the machine itself as http://localhost.',
  },
  csrf_missing: { retryable: false, status: 403, says: 'The header x-kefu-csrf is missing or of another session.' },
  role_missing: { retryable: false, status: 403, says: 'Your role may not do this.' },
  link_unknown: { retryable: false, status: 404, says: 'This link was used, has expired, or never was one.' },
  email_taken: { retryable: false, status: 409, says: 'Somebody here has this e-mail address already.' },
  floor_changed: { retryable: false, status: 409, says: 'Somebody was quicker, or the conversation is not in a state that allows this.' },
  floor_not_yours: { retryable: false, status: 409, says: 'Only whoever has the floor may write to the customer.' },
  help_unavailable: { retryable: true, status: 503, says: 'The model cannot help just now.' },
  last_owner: { retryable: false, status: 409, says: 'The last owner stays owner.' },
  password_weak: {
    retryable: false,
    status: 422,
    says: 'A password has 10 to 200 characters and is neither the e-mail address nor one character repeated.',
  },
  ticket_exists: { retryable: false, status: 409, says: 'This conversation has another ticket that is not solved.' },
  ticket_changed: { retryable: false, status: 409, says: 'Somebody else has changed this ticket; read it again.' },
  canned_reply_exists: { retryable: false, status: 409, says: 'Another canned reply has the same shortcut there.' },
  conversation_open: { retryable: false, status: 409, says: 'This conversation is not closed.' },
} as const satisfies Record<string, { retryable: boolean; status: number; says: string }>

export type ErrorCode = keyof typeof ERRORS
