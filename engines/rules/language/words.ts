/** What the words of the rule language mean, for hover and completion; the first line of each is what a list shows. */
export type Meaning = { zh: string; en: string };

export const packKeyMeanings: Record<string, Meaning> = {
  pack: { zh: '规则包的名字和版本：name@1.0.0', en: 'Name and version of the pack: name@1.0.0' },
  title: { zh: '规则包的中文名', en: 'Name of the pack for people' },
  lang: { zh: '语言，例如 zh-CN', en: 'Language, such as zh-CN' },
  locale: { zh: '时钟约定', en: 'What clock is meant' },
  extends: { zh: '继承这些规则包的标签和规则', en: 'Inherits labels and rules of these packs' },
  products: { zh: '适用的产品线；不写则不限', en: 'Product lines it is for; any when absent' },
  needs: {
    zh: 'words 看文字，media、picture 只看录音录像',
    en: 'words for texts; media and picture judge recordings only',
  },
  labels: { zh: '标签：哪些话算数', en: 'Labels: what words count' },
  rules: { zh: '规则：什么不许发生、什么必须发生', en: 'Rules: what must not and what must happen' },
  tests: { zh: '用例：每条规则至少一正一反', en: 'Tests: at least one that raises each rule and one that does not' },
  without: { zh: '不要继承的规则编号', en: 'Ids of inherited rules that are dropped' },
};

export const labelKeyMeanings: Record<string, Meaning> = {
  any: { zh: '这些词出现任何一个就算', en: 'Any of these words' },
  seq: {
    zh: '间隔词组："保证|承诺 ..8 收益|本金"，两段之间至多 8 个字',
    en: 'Gap pattern: alternatives joined by ..N, at most N characters between',
  },
  not: { zh: '与这些词重叠的命中不算', en: 'Cancels every hit that overlaps one of these' },
  fuzzy: {
    zh: '按读音找整句，容许识别错字；多一个或少一个"不"就不算',
    en: 'A whole phrase by sound; a negation lost or won is no match',
  },
  max_err: { zh: 'fuzzy 最多错多少音节，0.25 即四分之一', en: 'Largest share of wrong syllables for fuzzy' },
  regex: { zh: '正则表达式，保存前要过安全检查', en: 'Regular expression; the linter refuses slow ones' },
  like: { zh: '按意思：读语义检测写下的 label.score', en: 'By meaning: reads label.score facts' },
};

export const ruleKeyMeanings: Record<string, Meaning> = {
  id: { zh: '规则编号，在包内唯一', en: 'Id of the rule, unique in the pack' },
  item: { zh: '质检项编号，见 items.md', en: 'Id of the inspection item' },
  severity: { zh: 'blocking 阻断、major 重大、minor 一般、info 提示', en: 'blocking, major, minor or info' },
  kind: {
    zh: 'signal 只是线索，不改变结论；quality 是音视频质量',
    en: 'A signal is raised and never changes a verdict; quality is of the media',
  },
  if: {
    zh: '业务字段满足时规则才适用；缺字段则无法判定',
    en: 'The rule applies only when this holds; an absent field makes it undecidable',
  },
  forbid: { zh: '禁止：每出现一次就是一次违规', en: 'Must not happen: each time is a violation' },
  require: { zh: '必须：没有出现就是违规', en: 'Must happen: its absence is a violation' },
  after: { zh: '锚点：在这之后才要求或禁止', en: 'Anchor: what follows it is required or forbidden' },
  before: { zh: '锚点：在这之前必须先出现 require', en: 'Anchor: the required thing stands before it' },
  anchors: {
    zh: '几个锚点：each 每个、first 首个、last 末个、any 任一',
    en: 'Which anchors bind: each, first, last or any',
  },
  unless: { zh: '例外：有它就不算违规', en: 'Excuse: with it there is no violation' },
  at_least_once: { zh: 'true：锚点一次都没有也算缺失', en: 'true: an anchor that never comes is itself a miss' },
  message: {
    zh: '给人看的话，可用 {text}、{startS} 和字段名',
    en: 'Sentence for people; {text}, {startS}, measures and fields are filled in',
  },
  messageEn: { zh: 'message 的英文', en: 'The message in English' },
  citation: {
    zh: '依据：regulation、article、effectiveFrom、grade、sourceUrl',
    en: 'What stands behind the rule: regulation, article, dates, grade, address',
  },
  score: { zh: '扣分或得分', en: 'Points' },
};

export const testKeyMeanings: Record<string, Meaning> = {
  name: { zh: '用例名', en: 'Name of the test' },
  events: {
    zh: '逐行："8-10 agent: 话"、"agent: 话"、"25-29 customer: ~face.out"、"18-40 step: signature"',
    en: 'Lines: "8-10 agent: words", "25-29 customer: ~face.out", "18-40 step: signature"',
  },
  expect: { zh: '应当违规的规则编号，不多不少', en: 'Ids of the rules that must be violated, all and only these' },
  only: { zh: '只看这些规则', en: 'Only these rules are looked at' },
  undecidable: { zh: '应当无法判定的规则编号', en: 'Ids of the rules that must be undecidable' },
  meaning: {
    zh: '语义标签的分数：「话轮 标签 分数」，例如 0 sale.promise_return 0.8',
    en: 'What the heads would say: "turn label score", for example 0 sale.promise_return 0.8',
  },
  fields: { zh: '业务字段', en: 'Record fields' },
  call: { zh: '通话字段：kind 写作 call.kind', en: 'Fields of the call: kind reads call.kind' },
  product: { zh: '产品线', en: 'Product line' },
  scope: { zh: 'extract 节选：什么都不能判缺失', en: 'extract: nothing may be called missing' },
};

export const citationKeyMeanings: Record<string, Meaning> = {
  regulation: { zh: '法规名称', en: 'Name of the regulation' },
  article: { zh: '条款', en: 'Article' },
  effectiveFrom: { zh: '生效日期', en: 'In force from' },
  effectiveTo: { zh: '失效日期', en: 'In force until' },
  grade: {
    zh: 'A 读过原文，B 二手，C 未核实；B、C 显示"待法务确认"',
    en: 'A read in the source, B secondary, C unverified; B and C read: for counsel to confirm',
  },
  sourceUrl: { zh: '原文地址', en: 'Address of the source' },
  note: { zh: '备注', en: 'Note' },
};

export const roleMeanings: Record<string, Meaning> = {
  agent: { zh: '坐席：机构的人', en: "The institution's person" },
  customer: { zh: '客户', en: 'The person served' },
  third: { zh: '第三人', en: 'Anybody else on the line' },
  system: { zh: '系统提示音', en: 'A machine prompt' },
  anyone: { zh: '任何人', en: 'Anyone' },
};

export const verbMeanings: Record<string, Meaning> = {
  says: { zh: '说出这些词，不论怎么说', en: 'The words, however they are said' },
  asserts: {
    zh: '当真地说：否认、提问、假设、转述、警告、收回都不算',
    en: 'Said and meant: not denied, asked, supposed, quoted, warned of or taken back',
  },
  asks: { zh: '以问句说', en: 'Said as a question' },
  denies: { zh: '否认地说（不保本）；双重否定不算', en: 'Denied; a double denial is none' },
  quotes: { zh: '转述别人的话（骗子会说……）', en: 'Reported or quoted speech' },
  supposes: { zh: '假设地说（如果……）', en: 'Said as a supposition' },
  warns: { zh: '提醒防范地说', en: 'Said as a warning' },
  retracts: { zh: '说完收回（口误、更正）', en: 'Taken back after a slip' },
  answers: { zh: '回答：yes 肯定、no 否定、vague 含糊', en: 'Answers yes, no or vague' },
  speaks: { zh: '开口说话，不论内容', en: 'Speaks, whatever the words' },
  states: {
    zh: '说出一个数：states money matching field amount',
    en: 'Says a quantity: states money matching field amount',
  },
  covers: { zh: '话术覆盖：covers (a, b, c) >= 80 %', en: 'Says enough of the key points: covers (a, b, c) >= 80 %' },
  repeats: {
    zh: '自己的话说了几遍：repeats >= 3 similar 0.6',
    en: 'Says nearly the same again: repeats >= 3 similar 0.6',
  },
};

export const operatorMeanings: Record<string, Meaning> = {
  event: { zh: '瞬间的事实：event interrupt by agent', en: 'A moment: event interrupt by agent' },
  state: {
    zh: '持续的状态：state face.out(customer) for > 3s',
    en: 'Something that lasts: state face.out(customer) for > 3s',
  },
  measure: {
    zh: '测得的数：measure media.av_offset where value > 150',
    en: 'A number: measure media.av_offset where value > 150',
  },
  silence: {
    zh: '没人说话：silence > 15s unless step(signature)',
    en: 'Nobody speaks: silence > 15s unless step(signature)',
  },
  count: { zh: '次数：count(agent says x) >= 3 per 1min', en: 'How often: count(agent says x) >= 3 per 1min' },
  near: { zh: '同一轮里两个标签相隔至多 N 个字', en: 'Two labels at most N characters apart in one turn' },
  without: { zh: '同一轮里有前者而没有后者', en: 'The first and not the second in one turn' },
  within: { zh: '与锚点相距：within 10s、within 2 turns', en: 'Distance to the anchor: within 10s, within 2 turns' },
  in: {
    zh: '位置：in [0s, 30s]、in first 3 turns、in last 30s',
    en: 'Place: in [0s, 30s], in first 3 turns, in last 30s',
  },
  first: { zh: '开头：in first 30s、in first 3 turns', en: 'At the start' },
  last: { zh: '结尾：in last 30s、in last 3 turns', en: 'At the end' },
  where: { zh: '量的条件：where rate > 5、where score >= 0.7', en: 'On a measure: where rate > 5, where score >= 0.7' },
  rate: { zh: '语速，每秒字数', en: 'Characters a second of the turn' },
  for: { zh: '持续多久：for > 3s', en: 'How long: for > 3s' },
  during: { zh: '在业务步骤之中：during step(signature)', en: 'While a business step lasts' },
  step: { zh: '业务步骤', en: 'A business step' },
  by: { zh: '谁做的：by agent', en: 'By whom' },
  per: { zh: '在多长时间之内数：per 1min', en: 'Counted within this stretch' },
  unless: { zh: '这些步骤里的静默不算', en: 'Silence within these steps is excused' },
  turns: { zh: '发言轮数', en: 'Turns' },
  turn: { zh: '一轮；within same turn 同一轮里', en: 'One turn; within same turn' },
  same: { zh: '同一轮里：within same turn', en: 'In the same turn: within same turn' },
  before: {
    zh: '在前：within 3 turns before；同一轮里 a before 10 b',
    en: 'Earlier: within 3 turns before; in one turn a before 10 b',
  },
  after: {
    zh: '静默之前说话的人：silence > 5s after customer',
    en: 'Who spoke before the silence: silence > 5s after customer',
  },
  // biome-ignore lint/suspicious/noThenProperty: a word of the rule language
  then: {
    zh: '先后发生：agent says a then customer answers no',
    en: 'One after the other: agent says a then customer answers no',
  },
  overall: {
    zh: '整段：overall pace(agent) > 5、overall talk(agent) > 0.8',
    en: 'Of the whole: overall pace(agent) > 5, overall talk(agent) > 0.8',
  },
  pace: { zh: '平均语速，每秒字数', en: 'Mean characters a second' },
  talk: { zh: '说话时间占比，0 到 1', en: 'Share of the talking time, 0 to 1' },
  duration: { zh: '总时长', en: 'Length of the whole' },
  of: {
    zh: 'N of (a, b, c) 其中 N 个；in first 3 turns of agent 该角色的',
    en: 'N of (a, b, c); in first 3 turns of agent',
  },
  matching: { zh: '与对方说的或业务字段一致', en: 'The same as the other role said, or as a field' },
  differing: { zh: '与对方说的或业务字段不一致', en: 'Not the same as the other role said, or as a field' },
  similar: { zh: '相似度，0 到 1', en: 'How alike, 0 to 1' },
  order: { zh: 'covers … in order：按次序', en: 'covers … in order' },
  contains: {
    zh: '字段里有这些字：contains(purpose, 炒股)',
    en: 'The field holds these words: contains(purpose, 炒股)',
  },
  total: { zh: '一个表里的数之和：total(callsTodayByAgency)', en: 'Sum of a table: total(callsTodayByAgency)' },
  field: { zh: '右边的字段：a > field(b)', en: 'A field on the right side: a > field(b)' },
  money: { zh: '金额', en: 'A sum of money' },
  percent: { zh: '百分数', en: 'A rate' },
  days: { zh: '天数', en: 'A number of days' },
  months: { zh: '月数、期数', en: 'A number of months' },
  years: { zh: '年数', en: 'A number of years' },
  times: { zh: '次数', en: 'A number of times' },
  age: { zh: '岁数', en: 'An age' },
  digits: { zh: '一串数字（尾号、卡号）', en: 'A string of digits' },
  and: { zh: '并且', en: 'Both' },
  or: { zh: '或者', en: 'Either' },
  not: { zh: '非', en: 'Not' },
  fields: { zh: '业务字段本身就是违规：forbid: fields …', en: 'The record itself is the violation' },
  level: { zh: '等级的数字：level(R4) 是 4', en: 'The digit of a level: level(R4) is 4' },
  hour: { zh: '钟点，按写明的当地时间', en: 'Hour of the wall clock as written' },
  minutes: { zh: '零点起的分钟数', en: 'Minutes since midnight of the wall clock as written' },
  has: { zh: '有没有这个字段', en: 'Whether the field is there' },
};
