import type { PersonLook } from './looks.ts';

/** Size of one drawn person in pixels; the face is about 112 wide and 150 high. */
export const portraitSize = { width: 260, height: 360 } as const;
export type Expression = {
  /** 0 closed … 1 wide open. */
  mouth: number;
  eyesClosed: boolean;
};

const gradients = ({ skin, hair, clothes }: PersonLook): string => `<defs>
  <radialGradient id="face" cx=".46" cy=".4" r=".62">
    <stop offset="0" stop-color="${skin.light}"/><stop offset=".62" stop-color="${skin.middle}"/>
    <stop offset="1" stop-color="${skin.dark}"/></radialGradient>
  <linearGradient id="neck" x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" stop-color="${skin.dark}"/><stop offset="1" stop-color="${skin.middle}"/></linearGradient>
  <radialGradient id="cheek"><stop offset="0" stop-color="#d9745f" stop-opacity=".3"/>
    <stop offset="1" stop-color="#d9745f" stop-opacity="0"/></radialGradient>
  <radialGradient id="socket"><stop offset="0" stop-color="${skin.dark}" stop-opacity=".75"/>
    <stop offset="1" stop-color="${skin.dark}" stop-opacity="0"/></radialGradient>
  <linearGradient id="cloth" x1="0" y1="0" x2="1" y2="1">
    <stop offset="0" stop-color="${clothes.colour}"/><stop offset="1" stop-color="#14161b"/></linearGradient>
  <linearGradient id="hair" x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" stop-color="${hair.colour}" stop-opacity=".88"/><stop offset="1" stop-color="${hair.colour}"/>
  </linearGradient>
  <filter id="soft"><feGaussianBlur stdDeviation="2.2"/></filter>
  <filter id="grain" x="0" y="0" width="1" height="1"><feTurbulence baseFrequency=".9" numOctaves="2" seed="4"/>
    <feColorMatrix values="0 0 0 0 .5  0 0 0 0 .4  0 0 0 0 .3  0 0 0 .16 0"/><feComposite in2="SourceGraphic" operator="in"/>
  </filter></defs>`;

const body = ({ clothes }: PersonLook): string => `
  <path d="M4 360 C8 300 44 282 100 270 L130 292 L160 270 C216 282 252 300 256 360 Z" fill="url(#cloth)"/>
  <path d="M104 222 L104 276 L130 302 L156 276 L156 222 Z" fill="url(#neck)"/>
  ${
    clothes.collar === 'suit'
      ? '<path d="M102 270 L130 330 L158 270 L130 288 Z" fill="#eef1f5"/><path d="M125 290 L135 290 L139 345 L130 356 L121 345 Z" fill="#8c2531"/>'
      : '<path d="M98 268 Q130 306 162 268 L166 276 Q130 318 94 276 Z" fill="#e7d8c9" opacity=".85"/>'
  }`;

const hairBehind = ({ hair }: PersonLook): string =>
  hair.style === 'bob'
    ? '<path d="M58 130 C50 40 210 40 202 130 C210 200 204 236 190 252 L70 252 C56 236 50 200 58 130 Z" fill="url(#hair)"/>'
    : '';

const hairBefore = ({ hair }: PersonLook): string => {
  if (hair.style === 'short') {
    return '<path d="M68 138 C60 62 104 44 134 46 C174 44 200 74 192 138 C188 116 180 104 170 98 C144 104 108 100 90 96 C78 104 72 118 68 138 Z" fill="url(#hair)"/>';
  }
  if (hair.style === 'bob') {
    return '<path d="M66 146 C56 54 112 46 130 48 C156 44 204 60 194 146 C190 112 172 96 156 88 C140 104 96 104 80 112 C72 122 68 132 66 146 Z" fill="url(#hair)"/>';
  }
  return '<path d="M68 150 C64 122 70 104 76 98 C74 116 74 132 73 152 Z M192 150 C196 122 190 104 184 98 C186 116 186 132 187 152 Z" fill="url(#hair)"/>';
};

const head = `
  <ellipse cx="70" cy="158" rx="9" ry="18" fill="url(#neck)"/><ellipse cx="190" cy="158" rx="9" ry="18" fill="url(#neck)"/>
  <path id="skull" d="M70 140 C68 84 96 58 130 58 C164 58 192 84 190 140 C190 190 166 238 130 240 C94 238 70 190 70 140 Z" fill="url(#face)"/>
  <path d="M70 140 C68 84 96 58 130 58 C164 58 192 84 190 140 C190 190 166 238 130 240 C94 238 70 190 70 140 Z" fill="#fff" filter="url(#grain)"/>
  <ellipse cx="92" cy="178" rx="20" ry="14" fill="url(#cheek)"/><ellipse cx="168" cy="178" rx="20" ry="14" fill="url(#cheek)"/>
  <path d="M96 228 Q130 252 164 228 Q130 244 96 228 Z" fill="#6d4532" opacity=".35" filter="url(#soft)"/>`;

const eye = (cx: number, closed: boolean): string =>
  closed
    ? `<path d="M${cx - 13} 147 Q${cx} 154 ${cx + 13} 147" stroke="#2c1d17" stroke-width="3" fill="none"/>`
    : `<path d="M${cx - 13} 147 Q${cx} 136 ${cx + 13} 147 Q${cx} 156 ${cx - 13} 147 Z" fill="#f7f4f0"/>
  <circle cx="${cx}" cy="146.5" r="6.2" fill="#4a2f1f"/><circle cx="${cx}" cy="146.5" r="3" fill="#0f0a08"/>
  <circle cx="${cx + 2}" cy="144" r="1.5" fill="#fff"/>
  <path d="M${cx - 14} 147 Q${cx} 134 ${cx + 14} 147" stroke="#2a1a14" stroke-width="2.6" fill="none"/>
  <path d="M${cx - 11} 151 Q${cx} 158 ${cx + 11} 151" stroke="#8a5a44" stroke-width="1" fill="none" opacity=".7"/>`;

const eyes = (look: PersonLook, closed: boolean): string => {
  const brow = 128 + look.browHeight;
  return `<ellipse cx="104" cy="142" rx="24" ry="15" fill="url(#socket)"/><ellipse cx="156" cy="142" rx="24" ry="15" fill="url(#socket)"/>
  ${eye(104, closed)}${eye(156, closed)}
  <path d="M86 ${brow + 4} Q102 ${brow - 7} 120 ${brow + 2} Q103 ${brow - 2} 86 ${brow + 4} Z" fill="${look.hair.colour}"/>
  <path d="M174 ${brow + 4} Q158 ${brow - 7} 140 ${brow + 2} Q157 ${brow - 2} 174 ${brow + 4} Z" fill="${look.hair.colour}"/>
  ${
    look.glasses
      ? '<g fill="none" stroke="#20242c" stroke-width="2.4"><rect x="83" y="134" width="41" height="27" rx="9"/><rect x="136" y="134" width="41" height="27" rx="9"/><path d="M124 144 Q130 140 136 144 M83 144 L72 141 M177 144 L188 141"/></g>'
      : ''
  }`;
};

const nose = ({ skin }: PersonLook): string => `
  <path d="M126 142 C124 164 116 178 116 186 C120 194 140 194 144 186 C144 178 136 164 134 142 Z" fill="${skin.dark}" opacity=".28" filter="url(#soft)"/>
  <ellipse cx="130" cy="178" rx="7" ry="9" fill="#fff" opacity=".22" filter="url(#soft)"/>
  <path d="M117 186 Q121 193 126 189 Q130 193 134 189 Q139 193 143 186" stroke="#7a4a36" stroke-width="2" fill="none"/>
  <ellipse cx="123.5" cy="188.5" rx="3" ry="1.8" fill="#4d2a1e"/><ellipse cx="136.5" cy="188.5" rx="3" ry="1.8" fill="#4d2a1e"/>`;

const mouth = (open: number, { lips }: PersonLook): string => {
  const gap = 17 * open;
  const [top, bottom] = [210 - gap * 0.25, 210 + gap * 0.75];
  return `<ellipse cx="130" cy="${226 + gap / 2}" rx="18" ry="4" fill="#7d4f3a" opacity=".35" filter="url(#soft)"/>
  <path d="M107 207 Q130 ${top - 1} 153 207 Q130 ${bottom + 2} 107 207 Z" fill="#3a1414"/>
  ${open > 0.3 ? `<path d="M116 ${top + 2} Q130 ${top} 144 ${top + 2} L142 ${top + 6} Q130 ${top + 7} 118 ${top + 6} Z" fill="#f4efe9"/>` : ''}
  <path d="M106 207 Q120 ${top - 8} 130 ${top - 5} Q140 ${top - 8} 154 207 Q130 ${top + 1} 106 207 Z" fill="${lips.upper}"/>
  <path d="M106 207 Q130 ${bottom + 1} 154 207 Q130 ${bottom + 15} 106 207 Z" fill="${lips.lower}"/>
  <ellipse cx="130" cy="${bottom + 5}" rx="9" ry="2" fill="#fff" opacity=".3"/>`;
};

/** One person from the chest up as SVG, transparent around. */
export const portraitSvg = (look: PersonLook, { mouth: open, eyesClosed }: Expression): string => {
  const { width, height } = portraitSize;
  const wide = `translate(${130 * (1 - look.faceWidth)} 0) scale(${look.faceWidth} 1)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${gradients(look)}<g transform="${wide}">${hairBehind(look)}</g>${body(look)}
<g transform="${wide}">${head}${eyes(look, eyesClosed)}${nose(look)}${mouth(open, look)}${hairBefore(look)}</g></svg>`;
};
