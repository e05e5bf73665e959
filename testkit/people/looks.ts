/** How one drawn person looks. Colours are CSS colours; shapes are chosen so that two people differ at a glance. */
export type PersonLook = {
  skin: { light: string; middle: string; dark: string };
  hair: { colour: string; style: 'short' | 'bob' | 'bald' };
  clothes: { colour: string; collar: 'suit' | 'pullover' };
  lips: { upper: string; lower: string };
  glasses: boolean;
  /** Width of the face, 1 is usual. */
  faceWidth: number;
  browHeight: number;
};

/** All invented: nobody real is drawn. */
export const drawnPeople = {
  agent: {
    skin: { light: '#f6d3b8', middle: '#e3b18e', dark: '#b27a58' },
    hair: { colour: '#1d1714', style: 'short' },
    clothes: { colour: '#27344d', collar: 'suit' },
    lips: { upper: '#a2675a', lower: '#b3786a' },
    glasses: true,
    faceWidth: 1,
    browHeight: 0,
  },
  customer: {
    skin: { light: '#fbe0cb', middle: '#edbf9f', dark: '#c08a69' },
    hair: { colour: '#3a241a', style: 'bob' },
    clothes: { colour: '#7b3f52', collar: 'pullover' },
    lips: { upper: '#b5584f', lower: '#c76a60' },
    glasses: false,
    faceWidth: 0.9,
    browHeight: -3,
  },
  visitor: {
    skin: { light: '#e9c1a0', middle: '#cf9c78', dark: '#986444' },
    hair: { colour: '#8d8a88', style: 'bald' },
    clothes: { colour: '#4d5b46', collar: 'pullover' },
    lips: { upper: '#94604f', lower: '#a3705e' },
    glasses: false,
    faceWidth: 1.06,
    browHeight: 2,
  },
} as const satisfies Record<string, PersonLook>;
export type DrawnPerson = keyof typeof drawnPeople;
