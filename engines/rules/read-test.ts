import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import type { PackTest } from './model.ts';
import { checkKeys, listAt, plainAt, type Reader, textAt } from './pack-reader.ts';

const testKeys = ['name', 'events', 'expect', 'call', 'fields', 'product', 'scope', 'only', 'undecidable', 'meaning'];

export const readTest = (map: YAMLMap, reader: Reader): PackTest => {
  checkKeys(map, testKeys, reader);
  const call = Object.fromEntries(Object.entries(plainAt(map, 'call')).map(([k, v]) => [`call.${k}`, v]));
  const product = textAt(map, 'product');
  const scope = textAt(map, 'scope');
  return {
    name: textAt(map, 'name') ?? '',
    line: reader.line(map),
    ...(product === undefined ? {} : { product }),
    ...(scope === 'extract' ? { scope } : {}),
    fields: { ...call, ...plainAt(map, 'fields') },
    events: (() => {
      const node = map.get('events') as unknown;
      if (!isSeq(node)) return [];
      return node.items.map(
        (item) =>
          (isMap(item)
            ? Object.entries(item.toJSON() as object).map(([k, v]) => `${k}: ${v}`)[0]
            : String(isScalar(item) ? item.value : item)) ?? '',
      );
    })(),
    expect: listAt(map, 'expect'),
    ...(map.has('only') ? { only: listAt(map, 'only') } : {}),
    undecidable: listAt(map, 'undecidable'),
    ...(map.has('meaning') ? { meaning: listAt(map, 'meaning') } : {}),
  };
};
