import type { Row } from '../rows.ts';
import { datePattern, readDate } from './dates.ts';
import { type Field, type Fields, firstField, found } from './field.ts';
import { labelled } from './labelled.ts';

/** Yuan as a plain number: 10,000.00元 → 10000, 5万元 → 50000; null when there is no number. */
export const readAmount = (text: string): number | null => {
  const match = /(\d[\d,，]*(?:\.\d+)?)\s*(亿|万|千)?/.exec(text);
  if (match === null) return null;
  const factor = { 亿: 1e8, 万: 1e4, 千: 1e3 }[match[2] ?? ''] ?? 1;
  const value = Number(match[1]!.replace(/[,，]/g, '')) * factor;
  return Number.isFinite(value) ? Math.round(value * 100) / 100 : null;
};

const amountField = (labelledAmount: Field | undefined, rows: readonly Row[]): Field | undefined => {
  const field = labelledAmount ?? firstField(rows, /(?:人民币|¥|￥)\s*(\d[\d,，]*(?:\.\d+)?\s*[亿万千]?元?)/);
  const value = field === undefined ? null : readAmount(field.value);
  return field === undefined || value === null ? undefined : { ...field, value: String(value) };
};

const dateField = (labelledDate: Field | undefined, rows: readonly Row[]): Field | undefined => {
  const dated = labelledDate !== undefined && readDate(labelledDate.value) !== null;
  const field = dated ? labelledDate : firstField(rows, new RegExp(`(${datePattern.source})`));
  const value = field === undefined ? null : readDate(field.value);
  return field === undefined || value === null ? undefined : { ...field, value };
};

/** The title: the highest row near the top that reads like one. */
const titleField = (rows: readonly Row[]): Field | undefined => {
  const top = rows
    .slice(0, 6)
    .filter((row) => /[书单证表款同议函]\s*(?:\(.*\))?\s*$/.test(row.text) && row.text.length <= 40);
  const highest = top.toSorted((a, b) => b.bottom - b.top - (a.bottom - a.top))[0];
  return highest === undefined ? undefined : firstField([highest], /(.+)/);
};

const part = (field: Field | undefined, pattern: RegExp): Field | undefined => {
  const value = pattern.exec(field?.value ?? '')?.[0];
  return field === undefined || value === undefined ? field : { ...field, value };
};

/** A policy, product or risk paper: title, product, productCode, riskLevel, amount (yuan), date, term, policyNumber, people. */
export const contract = (rows: readonly Row[]): Fields => {
  const read = labelled(rows, {
    product: /产品名称|险种名称|险种|保险产品|基金名称/,
    productCode: /产品(?:编号|代码|登记编码)|基金代码/,
    riskLevel: /(?:产品)?风险(?:等级|级别)/,
    policyNumber: /(?:保险单|保单|合同|投保单)\s*(?:编号|号码|号)/,
    amount:
      /(?:认购|申购|投资|保险|贷款|投保|购买)?(?:金额|保额|保费|本金)(?:\s*\(.{1,6}\))?|(?:首期|年交|趸交)保(?:险)?费/,
    date: /(?:签署|签订|签字|投保|生效|成立|填写|申请)?日期/,
    term: /(?:产品|投资|保险|缴费|贷款)?(?:期限|期间)/,
    applicant: /投保人(?:姓名)?|申请人(?:姓名)?|客户姓名|借款人(?:姓名)?/,
    insured: /被保险人(?:姓名)?/,
    idNumber: /(?:身份证|证件)(?:号码|号)/,
  });
  const level = /R[1-5]|[低中高]{1,2}(?:等)?风险/.exec(read.riskLevel?.value ?? '')?.[0];
  return found({
    title: titleField(rows),
    ...read,
    productCode: part(read.productCode, /[A-Za-z0-9][A-Za-z0-9-]*/),
    term: part(read.term, /^[^;；。,，]+/),
    riskLevel:
      read.riskLevel === undefined || level === undefined ? read.riskLevel : { ...read.riskLevel, value: level },
    amount: amountField(read.amount, rows),
    date: dateField(read.date, rows),
  });
};
