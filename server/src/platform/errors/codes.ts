/** Every error that a route may answer: one row each; docs/reference/errors.md is made of this table. */
export type Code = { status: number; zh: string; en: string };

export const codes = {
  'request.invalid': { status: 400, zh: '请求内容不符合要求', en: 'The request is not as described' },
  'request.too_large': { status: 413, zh: '内容太大', en: 'The content is too large' },
  'request.unsupported': { status: 415, zh: '不支持这种内容类型', en: 'This type of content is not taken' },
  'request.too_many': { status: 429, zh: '请求太频繁，请稍后再试', en: 'Too many requests; try again later' },
  'request.key_reused': {
    status: 409,
    zh: '同一幂等键用于了不同的请求',
    en: 'This Idempotency-Key was used for another request',
  },
  'request.in_progress': { status: 409, zh: '同一请求正在处理', en: 'The same request is being worked on' },
  'login.failed': { status: 401, zh: '用户名或密码不正确', en: 'User name or password is wrong' },
  'login.needed': { status: 401, zh: '请先登录', en: 'Log in first' },
  'login.csrf': {
    status: 403,
    zh: '缺少或不正确的 x-csrf-token，请刷新页面',
    en: 'x-csrf-token is missing or wrong; reload the page',
  },
  'permission.missing': { status: 403, zh: '当前角色没有此权限', en: 'This role may not do that' },
  not_found: { status: 404, zh: '找不到，或无权查看', en: 'Not found, or not yours to see' },
  'session.no_recording': { status: 409, zh: '该会话还没有录音录像', en: 'This session has no recording yet' },
  'session.has_recording': { status: 409, zh: '该会话已有录音录像', en: 'This session already has a recording' },
  'session.not_inspected': { status: 409, zh: '该会话还没有质检结果', en: 'This session has no inspection yet' },
  'session.busy': { status: 409, zh: '该会话正在质检', en: 'This session is being inspected' },
  'finding.unknown': { status: 404, zh: '本次质检没有这条结论', en: 'This inspection has no such finding' },
  'person.username_taken': { status: 409, zh: '用户名已被使用', en: 'The user name is taken' },
  'person.self': {
    status: 409,
    zh: '不能停用自己或更改自己的角色',
    en: 'Nobody may deactivate themselves or change their own role',
  },
  'media.no_picture': { status: 404, zh: '该录音没有画面', en: 'This recording has no picture' },
  'media.unusable': { status: 422, zh: '录音录像无法解码', en: 'The recording cannot be decoded' },
  'media.range': { status: 416, zh: '请求的范围超出文件', en: 'The range lies outside the file' },
  'facts.unknown_detector': { status: 404, zh: '没有这个检测器', en: 'There is no such detector' },
  'facts.callback_refused': {
    status: 422,
    zh: '回调地址不在允许的名单内',
    en: 'The callback address is not allowed',
  },
  'heads.unusable': { status: 422, zh: '语义标签文件不可用', en: 'The heads file cannot be used' },
  'heads.head_office': {
    status: 403,
    zh: '语义标签对全机构生效，只有总部可以更换',
    en: 'Heads judge the whole institution: only its head office may change them',
  },
  'object.damaged': { status: 500, zh: '存储的文件已损坏', en: 'A stored file is damaged' },
  'job.not_failed': { status: 409, zh: '只有失败的任务可以重试', en: 'Only a failed job can be retried' },
  'server.failed': { status: 500, zh: '服务器内部错误', en: 'The server failed' },
  'server.not_ready': { status: 503, zh: '服务尚未就绪', en: 'The server is not ready' },
} satisfies Record<string, Code>;

export type ErrorCode = keyof typeof codes;
