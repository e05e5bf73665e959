import type { Stance } from '../stance.ts';
import { tables } from './tables.fixture.ts';

/** Everyday turns of phrase, written when the operators were first finished (22 of 49 right then); development since. */
const everyday: Record<keyof Stance, string> = {
  denied: `
+天底下没有【稳赚】的买卖
+咱们行早就不卖【保本】理财了
+【零风险】？想都别想
+我哪敢给您打包票【保本】
+这个【保证收益】的说法不对
-您别不信，真的【保本】
-没人能比我们更【保本】
-不光是我，全行都知道它【保本】
-怎么可能不【赚钱】嘛
`,
  asked: `
+您说这玩意儿真的【保本】不
+【保本】不【保本】您给个准话
+你们敢不敢【保证收益】
+有没有一款【零风险】的
+它凭什么【保证收益】啊
-【保本】的呀
-您猜怎么着，它【保本】
-存多少都【保本】
-什么时候取都【保本】
-哪款都【保本】
-有什么好怕的，【零风险】
`,
  quoted: `
+我妈说这个【保本】
+电视上说这种【稳赚】
+照您的意思是【保本】咯
+之前卖我的那位跟我讲【保本】
+合同上可没写【保本】
-我把话放这儿，【保本】
-我给您交个底，【稳赚】
-一句话，【保证收益】
`,
  supposed: `
+哪天真有【保本】的我第一个买
+【保本】那当然好啦
+它要真【保本】还轮得到我们
+想【稳赚】就得先看运气
+换成【保本】的您会买吗
-您要是今天签，我给您【保证收益】
-就是股市跌停，它照样【保本】
-只要您信我，【稳赚】
`,
  warned: `
+天上不会掉馅饼，【稳赚不赔】多半有猫腻
+一听【保本高息】您就该多个心眼
+打着【零风险】旗号的要绕着走
+说【保本】的您可得掂量掂量
+让您报【验证码】的千万别理
-把【验证码】报给我，我不会骗您
-警察都买我们的，【稳赚】
-您别听别人瞎说，这个【保本】
-这个【保本】，您别理他们
-放一百个心，【保本】
`,
  retracted: `
+【保本】，哎不是，我是说浮动收益
+【稳赚】，啊呸，看我这嘴
+刚那句【保证收益】您就当我瞎说的
+【零风险】这个词用得不合适，我道歉
+【保本】，等等，我看错了，是另一款
-我再说一遍，【保本】
-没看错，就是【保本】
-我刚才漏说了，它【保本】
`,
};

/** As `everyday`, written after a second round (25 of 48 right then); development since. */
const later: typeof tables = {
  denied: `
+这款真谈不上【保本】
+咱可不敢说它【保本】
+没有哪家银行敢写【保本】
+【保本】早就取消了
+不存在【保证收益】这个说法
-没有比这更【稳赚】的了
-您放一百个心，没有不【保本】的道理
-不是我吹，它【保本】
`,
  asked: `
+这能【保本】不能啊
+您家产品【保本】与否
+我想了解一下它【保本】吗
+有几款是【保证收益】的
+真的【稳赚】啊？
-您还犹豫什么，这个【保本】
-怎么样，我说了吧【保本】
-谁还会嫌【稳赚】的东西呢
`,
  quoted: `
+前台那姑娘讲这个【保本】
+你们宣传页上写的【保本】
+老张说他那款【稳赚】
+当时销售拍着胸脯说【保证收益】
+按他的说法这叫【保本】
-我负责任地说，【保本】
-行长特批的，【保证收益】
-我跟您实话实说【稳赚】
`,
  supposed: `
+要不是【保本】我才不买
+【保本】的我就考虑
+若能【保证收益】再谈
+你给我【保本】我马上签
+假定它【稳赚】
-要是错过今天就没了，【保本】
-如果有亏损我补给您，【保本】
-哪怕明天跌停，也【保本】
`,
  warned: `
+凡承诺【保本】的一律不要碰
+我劝您离【高收益】产品远一点
+【稳赚不赔】往往就是圈钱的
+广告说【零风险】您得打个问号
+一提【保本高息】就要提高警惕
-您别不当回事，【保本】的就这一款
-别人那是骗局，我们【保本】
-您提高警惕是对的，不过我们【保本】
`,
  retracted: `
+【保本】，不不不，我说快了
+我刚说的【保本】您忘了吧
+【稳赚】，呃，这么说不太合规，我重新说
+刚提到的【保证收益】不作数
+【零风险】，更正，是低风险
-我重新说一下，它【保本】
-更正一点，它是【保本】的
-没错，【保本】
`,
};

/** Written after the last change of the operators, and measured once. */
const fresh: typeof tables = {
  denied: `
+我们这里没有【保本】的产品
+银行理财现在都不能【保本】了
+我不敢给您保证【收益】
+这个不属于【保本】产品
-不会不【保本】的，您放心买
-没错，它就是【保本】
-不管您存多久都【保本】
-这个真的【保本】
`,
  asked: `
+你们这个产品【保本】吧？
+您的意思是【保本】对吗
+这种基金会不会【亏损】
+请问一下【保本】的有哪几款
-难道您还担心它不【保本】
-您问我有没有风险，它【保本】
-我们这款【保本】，您看怎么样
-【保本】，明白了吗
`,
  quoted: `
+他们行的经理说【保本】
+有些不法分子会告诉您【稳赚不赔】
+您之前说的那个【保本】产品
+我看网上写着【保本】
-我给您说这个【保本】
-我们承诺【保本】
-不夸张地说【稳赚】
-我可以跟您保证【零风险】
`,
  supposed: `
+如果有人承诺【保本】
+要是真能【保本】，谁都去买了
+假如它【保本】，那收益就低
+万一销售跟您讲【保本】
-如果您现在买，我保证【收益】
-要是到期亏了，我们补，【保本】
-即使提前支取也【保本】
-这款产品【保本】
`,
  warned: `
+请警惕任何【保本高收益】的宣传
+说自己【零风险】的产品都不要相信
+承诺【保本】属于违规行为
+一定要防范【稳赚不赔】的骗局
-请放心，【保本】
-我们不会骗您的，【稳赚不赔】
-这个产品合规，【保本】
-您不用担心被骗，【保本】
`,
  retracted: `
+【保本】，不好意思说错了，是不保本
+我刚才讲【保本】讲错了
+【保证收益】，我更正一下，不保证
+刚才的【保本】是口误
-我没有说错，【保本】
-刚才说错了，这个才【保本】
-这可不是开玩笑，【稳赚】
-对，【保本】
`,
};

export type StanceCase = {
  operator: keyof Stance;
  text: string;
  start: number;
  end: number;
  expected: boolean;
  part: 'development' | 'held out' | 'fresh';
};

const caseOf = (operator: keyof Stance, line: string, part: StanceCase['part']): StanceCase => {
  const start = line.indexOf('【') - 1;
  const inner = line.slice(start + 2, line.indexOf('】'));
  const text = line.slice(1).replaceAll(/[【】]/g, '');
  return { operator, text, start, end: start + inner.length, expected: line[0] === '+', part };
};

const casesOf = (from: typeof tables, part: (at: number) => StanceCase['part']): StanceCase[] =>
  Object.entries(from).flatMap(([operator, table]) =>
    table
      .trim()
      .split('\n')
      .map((line, at) => caseOf(operator as keyof Stance, line, part(at))),
  );

export const stanceCases: StanceCase[] = [
  ...casesOf(tables, (at) => (at % 2 === 0 ? 'development' : 'held out')),
  ...casesOf(everyday, () => 'development'),
  ...casesOf(later, () => 'development'),
  ...casesOf(fresh, () => 'fresh'),
];
