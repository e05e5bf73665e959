/** `2024-02-29` for a day that exists, else null. Years 1900–2199. */
export const isoDate = (year: number, month: number, day: number): string | null => {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return null;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > last) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

/** Dates as papers write them: 2024年3月5日, 2024.03.05, 2024-3-5, 2024/03/05. */
export const datePattern = /(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?/;

/** Reads one date; null when there is none or the day does not exist. */
export const readDate = (text: string): string | null => {
  const match = datePattern.exec(text);
  return match === null ? null : isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
};

/** Whole years between two ISO dates, as people count their age. */
export const yearsBetween = (from: string, to: string): number => {
  const [years, before] = [Number(to.slice(0, 4)) - Number(from.slice(0, 4)), to.slice(5) < from.slice(5)];
  return before ? years - 1 : years;
};
