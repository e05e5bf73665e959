import type { Row } from '../rows.ts';
import { bankCard, bankCardChecks } from './bank-card.ts';
import { contract } from './contract.ts';
import type { Checks, Fields } from './field.ts';
import { backChecks, frontChecks, idCardBack, idCardFront } from './id-card.ts';
import { licence, licenceChecks } from './licence.ts';

/** `paper` is any other written paper; `none` has nothing to read. */
export type DocumentKind =
  | 'idCardFront'
  | 'idCardBack'
  | 'bankCard'
  | 'licence'
  | 'riskNotice'
  | 'policy'
  | 'paper'
  | 'none';

const count = (text: string, words: readonly RegExp[]): number => words.filter((word) => word.test(text)).length;

/** What a paper is, from its words. Two signs are needed where one could stand on any form. */
export const kindOf = (rows: readonly Row[]): DocumentKind => {
  const text = rows.map((row) => row.text.replace(/\s+/g, '')).join('\n');
  if (text === '') return 'none';
  const front = count(text, [/姓名/, /性别/, /民族/, /出生/, /住址/, /公民身份|\d{17}[\dXx]/]);
  if (/公民身份/.test(text) ? front >= 2 : front >= 5) return 'idCardFront';
  if (count(text, [/居民身份证/, /签发机关/, /有效期限/, /中华人民共和国/]) >= 2) return 'idCardBack';
  const head = rows
    .slice(0, 6)
    .map((row) => row.text.replace(/\s+/g, ''))
    .join('\n');
  if (/执业证|资格证|从业人员.{0,6}证|展业证/.test(head)) return 'licence';
  if (rows.length <= 12 && bankCard(rows).cardNumber !== undefined) return 'bankCard';
  if (/风险(揭示|提示|告知|确认|测评|说明)|投保提示/.test(head)) return 'riskNotice';
  if (/保险单|投保单|保险合同|保险条款|合同|协议|说明书|申请(书|表)|认购(书|单)/.test(head)) return 'policy';
  return 'paper';
};

/** Fields that a card must show; one that is missing was covered, cut off or not readable. */
export const requiredFields: Partial<Record<DocumentKind, readonly string[]>> = {
  idCardFront: ['name', 'sex', 'nation', 'birth', 'address', 'idNumber'],
  idCardBack: ['authority', 'validFrom', 'validTo'],
  bankCard: ['cardNumber'],
  licence: ['name', 'licenceNumber'],
};

export const fieldsOf = (kind: DocumentKind, rows: readonly Row[]): Fields => {
  if (kind === 'idCardFront') return idCardFront(rows);
  if (kind === 'idCardBack') return idCardBack(rows);
  if (kind === 'bankCard') return bankCard(rows);
  if (kind === 'licence') return licence(rows);
  return kind === 'none' ? {} : contract(rows);
};

/** `onDate` is the day of the conversation (ISO); without it validity is undecidable. */
export const checksOf = (kind: DocumentKind, fields: Fields, about: { onDate?: string } = {}): Checks => {
  if (kind === 'idCardFront') return frontChecks(fields);
  if (kind === 'idCardBack') return backChecks(fields, about);
  if (kind === 'bankCard') return bankCardChecks(fields, about);
  return kind === 'licence' ? licenceChecks(fields, about) : {};
};
