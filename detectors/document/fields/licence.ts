import type { Row } from '../rows.ts';
import { isoDate } from './dates.ts';
import { type Check, type Checks, type Field, type Fields, found } from './field.ts';
import { labelled } from './labelled.ts';

/** A salesperson's licence (执业证, 从业人员资格证): name, sex, number, institution, scope, validTo (ISO). */
export const licence = (rows: readonly Row[]): Fields => {
  const read = labelled(rows, {
    name: /姓\s*名/,
    sex: /性\s*别/,
    licenceNumber: /(?:执业证|资格证|从业资格|证书|执业登记)(?:书)?\s*(?:编号|号码|号)|编\s*号/,
    institution: /(?:所属|执业|聘用|任职)?(?:机构|公司|单位)(?:名称)?/,
    scope: /(?:业务|执业|销售)(?:范围|类别|类型)|执业岗位/,
    region: /(?:执业|销售)(?:区域|地域)/,
    idNumber: /身份证(?:号码|号)?|证件号码/,
    validFrom: /(?:发证|批准|登记)日期/,
    validTo: /有效期(?:限)?(?:至|截止)?|有效日期/,
  });
  return found({ ...read, validFrom: lastDay(read.validFrom), validTo: lastDay(read.validTo) });
};

/** Of 2024.01.01-2026.12.31 the second day counts. */
const lastDay = (field: Field | undefined): Field | undefined => {
  const days = [...(field?.value ?? '').matchAll(/(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})/g)];
  const last = days.at(-1);
  const value = last === undefined ? null : isoDate(Number(last[1]), Number(last[2]), Number(last[3]));
  return field === undefined || value === null ? undefined : { ...field, value };
};

export const licenceChecks = ({ validTo }: Fields, about: { onDate?: string } = {}): Checks => ({
  validity: validOn(validTo, about.onDate),
});

const validOn = (validTo: Field | undefined, onDate: string | undefined): Check => {
  if (onDate === undefined) return { result: 'undecidable', reason: 'no day to compare with' };
  if (validTo === undefined) return { result: 'undecidable', reason: 'no term of validity was read' };
  return onDate <= validTo.value ? { result: 'pass' } : { result: 'fail', reason: `expired on ${validTo.value}` };
};
