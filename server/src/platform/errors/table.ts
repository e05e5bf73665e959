/**
 * Every error that the server answers with: code → HTTP status, a message for people in both languages, and what it means for
 * the caller (docs/reference/errors.md is generated from this table; a test holds them together). `{…}` is filled from `details`.
 */
export type ErrorEntry = { status: number; zh: string; en: string; doc: string };

export const errorTable = {
  BAD_REQUEST: {
    status: 400,
    zh: '请求不符合接口要求：{reason}',
    en: 'The request does not fit the route: {reason}',
    doc: 'A field is missing, has the wrong type or an unknown value; `details.reason` names it. Correct the request.',
  },
  NOT_LOGGED_IN: {
    status: 401,
    zh: '请先登录',
    en: 'Please log in',
    doc: 'No session, or it has ended (idle or absolute time limit, logout, account disabled). Log in again.',
  },
  WRONG_LOGIN: {
    status: 401,
    zh: '用户名或密码不正确',
    en: 'The user name or the password is wrong',
    doc: 'Also answered for a name that does not exist and for a disabled account, so that names cannot be guessed.',
  },
  LOGIN_LOCKED: {
    status: 429,
    zh: '登录失败次数过多，请在 {minutes} 分钟后再试',
    en: 'Too many failed logins; try again in {minutes} minutes',
    doc: 'The account is locked for a while after repeated failures. An administrator can set a new password to unlock it.',
  },
  CSRF_MISSING: {
    status: 403,
    zh: '请求缺少有效的防伪标记，请刷新页面',
    en: 'The request carries no valid CSRF token; reload the page',
    doc: 'Every unsafe request carries `x-csrf-token` with the value of `GET /v1/me`.',
  },
  NOT_ALLOWED: {
    status: 403,
    zh: '当前角色没有此权限：{permission}',
    en: 'This role does not have the right {permission}',
    doc: 'The role of the account lacks the permission named in `details.permission`. Ask an administrator.',
  },
  NOT_FOUND: {
    status: 404,
    zh: '没有找到：{what}',
    en: 'Not found: {what}',
    doc: 'It does not exist, or lies outside what this account may see (another institution or branch); the answer is the same.',
  },
  CONFLICT: {
    status: 409,
    zh: '与现有数据冲突：{reason}',
    en: 'In conflict with what is stored: {reason}',
    doc: 'A name is taken, or the thing is in a state that does not allow this; `details.reason` says which.',
  },
  STILL_RUNNING: {
    status: 409,
    zh: '相同的请求仍在处理',
    en: 'The same request is still being worked on',
    doc: 'A request with this `Idempotency-Key` has not been answered yet. Ask again in a moment.',
  },
  NOT_READY: {
    status: 409,
    zh: '尚未就绪：{what}',
    en: 'Not ready yet: {what}',
    doc: 'It is being made (an inspection, a version the browser can play). Wait for the event on `/v1/events`.',
  },
  TOO_LARGE: {
    status: 413,
    zh: '内容过大，上限为 {limit}',
    en: 'Too large; the limit is {limit}',
    doc: 'The body, or the upload, is larger than the limit named in `details.limit`.',
  },
  UNSUPPORTED_TYPE: {
    status: 415,
    zh: '不支持的内容类型',
    en: 'This content type is not supported here',
    doc: 'Send `application/json`; uploads send `application/offset+octet-stream`.',
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    zh: '请求的范围超出文件',
    en: 'The range lies outside the file',
    doc: 'The header `Range` asks for bytes that do not exist.',
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    zh: '同一 Idempotency-Key 的请求内容不同',
    en: 'This Idempotency-Key was used for another request',
    doc: 'The key is known for 24 hours with another body. Use a new key for a new request.',
  },
  WEAK_PASSWORD: {
    status: 422,
    zh: '密码不符合要求：{reason}',
    en: 'The password is not strong enough: {reason}',
    doc: 'At least 12 characters, five of them different, without the user name.',
  },
  UNUSABLE_RECORDING: {
    status: 422,
    zh: '录音录像无法使用：{reason}',
    en: 'The recording cannot be used: {reason}',
    doc: 'The file holds nothing that can be inspected or shown; `details.code` is the reason of `mingjian.inspection/1`.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    zh: '请求过于频繁，请稍后再试',
    en: 'Too many requests; try again later',
    doc: 'The rate limit of this address or account is reached. `Retry-After` says when to go on.',
  },
  INTERNAL: {
    status: 500,
    zh: '服务器内部错误，编号 {requestId}',
    en: 'Internal error, reference {requestId}',
    doc: 'A defect of the server. The log holds the reason under the request id.',
  },
  UNAVAILABLE: {
    status: 503,
    zh: '服务暂时不可用：{reason}',
    en: 'Temporarily unavailable: {reason}',
    doc: 'The database cannot be reached, the disk is full, or the server is stopping. Repeat the request later.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;
