/** Words of the negation guard, as data. Written for this project; grown from the development half of `bench/fuzzy.ts`. */

/** Characters that deny. */
export const negators = '不没无非未勿别莫';

/** Sounds under which a recogniser writes 不, 没, 无 and 非 when it mishears them. */
export const disguises = ['不', '没', '无', '非'];

/** Ordinary words that hold one of those sounds or characters and deny nothing. */
export const harmless =
  /全部|部分|部门|内部|外部|总部|本部|步骤|进步|初步|逐步|同步|[一下]步|公布|宣布|分布|布置|服务|业务|任务|义务|债务|财务|商务|务必|[一二三四六七八九十百千万点第]五|五[年月日号天个十百千万点分]|物品|财物|礼物|事物|购物|人物|房屋|错误|失误|误会|误导|[上下中]午|每|美元|美国|费|飞机|不仅|不但|不过|不管|不论|不然|不错|不同|不断|不少|不好意思|对不起|差不多|[是会能要有对行好][不没][是会能要有对行好]|可不可以|非常|无论|没问题|没关系|未来|别人|特别|分别|级别|类别|识别|区别/g;

/** Denials that, ending right before the phrase, deny the whole of it. */
export const deniesNext = /(不是|并不|并非|不会|不能|不用|不必|无需|无须|没有|从不|绝不|决不|难道)$/;

/** Words of which one in the place of the other turns the meaning. */
export const opposites: readonly (readonly [string, string])[] = (
  '高 低|高 等|大 小|多 少|长 短|前 后|内 外|内 后|上 下|早 晚|快 慢|增 减|升 降|涨 跌|盈 亏|赚 赔|买 卖|存 取|借 还|收 付|收 退|进 出|开 关|真 假|真 虚|好 坏|有 无|有 没|能 否|可 否|' +
  '可 不|须 不|需 免|要 免|只 不|会 不|必须 可以|必须 不必|应当 不必|自愿 被迫|自愿 强制|亲自 代替|亲自 委托|本人 他人|本人 别人|自己 别人|全部 部分|所有 部分|固定 浮动|同意 拒绝|接受 拒绝|承担 免除|' +
  '可能 必然|可能 一定|您 我|您 银行|客户 银行|投资者 银行|客户 我们|公司 银行|禁止 允许|禁止 可以|真实 虚假|有效 无效|提高 降低|增加 减少|大于 小于|超过 低于|以上 以下|之上 之下|之前 之后'
)
  .split('|')
  .map((pair) => pair.split(' ') as [string, string]);

/** Characters that carry no meaning of their own: losing two of them in a row is mishearing, not another word. */
export const light = '的了是在会您我们请将也就吧啊嗯呢与和及为';

export const numerals = '零一二两三四五六七八九十百千万亿半';
